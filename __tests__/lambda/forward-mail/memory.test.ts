import path from "node:path";
import { Worker } from "node:worker_threads";
import { buildSync } from "esbuild";

const LAMBDA = path.join(__dirname, "../../../lambda/forward-mail");

/** Forwards a text of 6 million octets whose lines are one octet beyond ASCII, or one letter, each. */
const PROGRAM = `
import { forwardMessage } from "./forward-message";
import { parentPort, workerData } from "node:worker_threads";

const header = "From: jane@patient.example\\r\\nSubject: x\\r\\n\\r\\n";
const line = Buffer.from(workerData, "latin1");
const raw = Buffer.concat([Buffer.from(header), Buffer.alloc(6_000_000, line)]);
const arrival = { messageId: "1", envelopeSender: "jane@patient.example", time: "", verdicts: "" };
const settings = { bucket: "b", keyPrefix: "", forwardTo: "desk@practice.example",
  fromAddress: "notifications@clinic.example", recipient: "help@clinic.example" };
const outbox = { send: async () => "sent" };
forwardMessage(async () => Buffer.from(raw), arrival, settings, outbox).then((outcome) => parentPort.postMessage(outcome));
`;

/** Most megabytes of objects. Messages themselves are in buffers, which are not among them. */
const HEAP = { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 16 };

it.each([
  ["in 8 bits", "\xe4\r\n"],
  ["with bare line feeds", "x\n"],
])(
  "a message of very short lines, %s, takes no more memory than one of long lines",
  async (_, line) => {
    const { outputFiles } = buildSync({
      stdin: { contents: PROGRAM, resolveDir: LAMBDA, loader: "ts" },
      bundle: true,
      platform: "node",
      alias: { "iconv-lite": path.join(LAMBDA, "text-encodings.ts") },
      write: false,
    });
    const worker = new Worker(outputFiles[0]!.text, { eval: true, workerData: line, resourceLimits: HEAP });
    const outcome = await new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    await worker.terminate();
    expect(outcome).toMatchObject({ kind: "forwarded", form: "message" });
  },
  60_000,
);
