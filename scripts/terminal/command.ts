import path from "node:path";
import { endWithReader, outliveReader } from "./closed-pipe";
import { type CommandLine, type Options, readCommandLine } from "./command-line";
import { refuseKeptByNpm } from "./kept-by-npm";
import { runCommand } from "./run-command";

/** Where a command works. */
export interface Surroundings {
  /** Folder of the project. */
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface Command<O extends Options, A> extends CommandLine<O, A> {
  /**
   * It changes something, so it goes on where whoever reads its output has seen enough; any other command ends there.
   * @default false
   */
  readonly changesSomething?: boolean;
  readonly run: (given: A, surroundings: Surroundings) => Promise<void>;
}

/**
 * A command of `npm run`. Its file is `scripts/commands/<name>/command.ts`, which Node.js is started with.
 *
 *     command(module, { usage: USAGE, options: { json: { type: "boolean" } }, read, run });
 *
 * @param file the module that calls this; only where Node.js was started with it does the command run
 * @returns the command, for tests
 */
export function command<const O extends Options, A>(
  file: NodeJS.Module,
  definition: Command<O, A>,
): (args: readonly string[], surroundings: Surroundings) => Promise<void> {
  const carryOut = async (args: readonly string[], surroundings: Surroundings) => {
    refuseKeptByNpm(args, Object.keys(definition.options), surroundings.env);
    const given = readCommandLine(args, definition);
    if (given === undefined) process.stdout.write(`${definition.usage.trimEnd()}\n`);
    else await definition.run(given, surroundings);
  };
  if (require.main === file) {
    const atClosedPipe = definition.changesSomething ? outliveReader : endWithReader;
    atClosedPipe(process.stdout, process.stderr);
    const project = path.join(path.dirname(file.filename), "../../..");
    runCommand((args) => carryOut(args, { project, env: process.env }));
  }
  return carryOut;
}
