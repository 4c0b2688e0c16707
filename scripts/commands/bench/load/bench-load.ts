import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { type Figure, ratios } from "../figure";
import { childrenTime } from "./children-time";
import { isInstalled, type LoadGenerator, loadGenerators, names } from "./generators";

/** Long enough that beginning and end do not count. */
const SECONDS = 3;

export interface LoadBenchProps {
  readonly project: string;
  readonly scratch: string;
  readonly runs: number;
  readonly showProgress: (text: string) => void;
}

export interface LoadSample {
  readonly perSecond: number;
  /** In seconds for a request; not a number where the system does not tell. */
  readonly processorTime: number;
}

export interface LoadBench {
  readonly figures: readonly Figure[];
  /** Parts that were left out, and why. */
  readonly skipped: readonly string[];
}

/**
 * How many requests a second `npm run load-test` sends to this machine, beside what others do, in turns. The first
 * turn is not counted.
 */
export async function benchLoad({
  project,
  scratch,
  runs,
  showProgress,
}: LoadBenchProps): Promise<LoadBench> {
  const generators: LoadGenerator[] = [];
  const missing = new Set<string>();
  for (const generator of loadGenerators({ project, scratch, seconds: SECONDS })) {
    if (!generator.needs || (await isInstalled(generator.needs))) generators.push(generator);
    else missing.add(generator.needs);
  }
  const samples = new Map<string, LoadSample[]>(generators.map(({ name }) => [name, []]));
  const server = await startServer();
  try {
    for (let round = 0; round <= runs; round++) {
      for (const { name, run } of generators) {
        showProgress(`${round === 0 ? "warm-up" : `run ${round} of ${runs}`}: ${name}`);
        const before = childrenTime();
        const { count, perSecond, processorSeconds } = await run(server.url);
        const processorTime = (processorSeconds ?? childrenTime()! - before!) / count;
        if (round > 0) samples.get(name)!.push({ perSecond, processorTime });
      }
    }
  } finally {
    server.stop();
    showProgress("");
  }
  const skipped = [...missing].map(
    (program) => `${program} is not installed, so nothing is compared with it: apt install ${program}`,
  );
  return { figures: loadFigures(samples), skipped };
}

/** @param samples by the generator's name, in the order of the rounds */
export function loadFigures(samples: ReadonlyMap<string, readonly LoadSample[]>): Figure[] {
  const rates = (name: string) => samples.get(name)!.map(({ perSecond }) => perSecond);
  const times = (name: string) => samples.get(name)!.map(({ processorTime }) => processorTime);
  const others = [...samples.keys()].filter((name) => name !== names.loadTest);
  return [
    ...[...samples.keys()].map(
      (name): Figure => ({ name: `Requests a second of ${name}`, unit: "/s", samples: rates(name) }),
    ),
    ...others.flatMap((name): Figure[] => [
      {
        name: `  load-test in terms of ${name}`,
        unit: "times",
        samples: ratios(rates(names.loadTest), rates(name)),
        // The original's tool, at its fastest, is the one to keep up with.
        ...(name === names.siege && { atLeast: 1 }),
      },
      // With its 255 threads, siege gets more of a busy machine than a program of one thread does.
      ...(times(name).some(Number.isNaN)
        ? []
        : [
            {
              name: "  the same by processor time",
              unit: "times" as const,
              samples: ratios(times(name), times(names.loadTest)),
            },
          ]),
    ]),
  ];
}

async function startServer(): Promise<{ url: string; stop: () => void }> {
  const child = spawn(process.execPath, ["--require", "tsx/cjs", path.join(__dirname, "server.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { port } = JSON.parse(line) as { port: number };
    return { url: `http://127.0.0.1:${port}`, stop: () => child.stdin.end() };
  }
  throw new Error("The server of the bench did not start.");
}
