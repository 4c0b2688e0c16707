import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../support/local-server";

/** An emulated AWS on loopback. */
export interface EmulatedAws {
  readonly url: string;
  /** Forgets everything that was created. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const PROGRAM_VARIABLE = "MOTO_SERVER";
const START_SECONDS = 30;

/** Starts a moto server on a free port, or takes the emulator that already runs at `AWS_ENDPOINT_URL`. */
export async function startMoto(): Promise<EmulatedAws> {
  const running = process.env.AWS_ENDPOINT_URL;
  if (running) return emulator(running.replace(/\/$/, ""), async () => {});
  const program = process.env[PROGRAM_VARIABLE] || "moto_server";
  const port = await freePort();
  const server = spawn(program, ["-H", "127.0.0.1", "-p", String(port)], {
    stdio: ["ignore", "ignore", "pipe"],
    // Roles have policies of AWS attached.
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
  });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilUp(server, program, url);
  return emulator(url, async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill();
    await ended;
  });
}

function emulator(url: string, stop: () => Promise<void>): EmulatedAws {
  return {
    url,
    stop,
    reset: async () => {
      await fetch(`${url}/moto-api/reset`, { method: "POST" });
    },
  };
}

async function waitUntilUp(server: ChildProcess, program: string, url: string): Promise<void> {
  let said = "";
  let failure: string | undefined;
  server.stderr!.on("data", (data) => {
    said += data;
  });
  server.once("error", (error) => {
    failure = `"${program}" cannot be run (${error.message}). Install it with: pip install 'moto[server]', or set ${PROGRAM_VARIABLE} to its path, or AWS_ENDPOINT_URL to an emulator that runs.`;
  });
  server.once("exit", (code) => {
    failure ??= `"${program}" ended with code ${code}: ${said}`;
  });
  for (const deadline = Date.now() + START_SECONDS * 1000; Date.now() < deadline; await sleep(100)) {
    if (failure) throw new Error(failure);
    const up = await fetch(`${url}/moto-api/data.json`).catch(() => undefined);
    await up?.arrayBuffer();
    if (up?.ok) return;
  }
  server.kill();
  throw new Error(`"${program}" did not answer at ${url} within ${START_SECONDS} s: ${said}`);
}
