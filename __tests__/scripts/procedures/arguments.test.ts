import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rotateCommand as rotate } from "../../../scripts/commands/rotate/command";
import { runCommand as run } from "../../../scripts/commands/run/command";
import { shellCommand as shell } from "../../../scripts/commands/shell/command";
import { upgradeCommand as upgrade } from "../../../scripts/commands/upgrade/command";
import { checkSnapshot } from "../../../scripts/procedures/restore/snapshot-option";
import { standIn, temporaryFolder } from "../../support/stand-in";

const COMMANDS = { rotate, run, shell, upgrade };

const project = temporaryFolder();
mkdirSync(path.join(project, "environments"));
writeFileSync(path.join(project, "environments/trial.tfvars"), "");
writeFileSync(path.join(project, "cdktf.json"), "{}");
const script = path.join(project, "mend.sh");
writeFileSync(script, "true\n");
// The plugin of AWS's command line is looked for before the environment.
standIn(project, "session-manager-plugin", "echo 1.2.707.0");

const WHICH = "Which environment? The environments are trial.";
const NONE = 'There is no environment "trail". The environments are trial. Did you mean "trial"?';
const UNKNOWN = "Unknown option '--colour'";
const NOTHING = 'State is kept by "s3", and has no place yet';

test.each<[keyof typeof COMMANDS, string[], string]>([
  ["upgrade", [], "Give one of --to and --back."],
  ["upgrade", ["trial"], "Give one of --to and --back."],
  ["upgrade", ["trial", "--to", "8.4.1", "--back"], "Give one of --to and --back."],
  ["upgrade", ["trial", "--to"], "Option '--to <value>' argument missing"],
  ["upgrade", ["trial", "other", "--back"], "One environment at a time, but trial, other were given."],
  ["upgrade", ["trial", "--back", "--colour"], UNKNOWN],
  ["upgrade", ["--back"], WHICH],
  ["upgrade", ["trail", "--to", "8.4.1"], NONE],
  ["upgrade", ["trial", "--to", "8.4.1"], NOTHING],
  [
    "rotate",
    [],
    'what to rotate there, one of "database", "administrator", "mail" or "cache", such as: npm run rotate -- <environment> database',
  ],
  ["rotate", ["trial"], "such as: npm run rotate -- trial database"],
  ["rotate", ["mail"], "such as: npm run rotate -- <environment> mail"],
  ["rotate", ["trial", "toString"], 'What to rotate is "toString"'],
  ["rotate", ["trial", "database", "mail"], 'What to rotate is "database mail"'],
  ["rotate", ["trial", "database", "--colour"], UNKNOWN],
  ["rotate", ["trail", "database"], NONE],
  ["rotate", ["trial", "database"], NOTHING],
  ["run", [], "Give an environment and one file with a script"],
  ["run", ["trial"], "Give an environment and one file with a script"],
  ["run", ["trial", script, "more"], "Give an environment and one file with a script"],
  ["run", ["trial", script, "--colour"], UNKNOWN],
  ["run", ["trial", "/none/mend.sh"], 'The script is "/none/mend.sh", but /none/mend.sh cannot be read.'],
  ["run", ["trail", script], NONE],
  ["run", ["trial", script], NOTHING],
  ["shell", [], WHICH],
  ["shell", ["trial", "ls"], "One environment at a time, but trial, ls were given."],
  ["shell", ["trial", "--command"], "Option '--command <value>' argument missing"],
  ["shell", ["trial", "--yes"], "Unknown option '--yes'"],
  ["shell", ["trail"], NONE],
  ["shell", ["trial"], NOTHING],
])("%s %j is refused before anything is done", async (name, args, message) => {
  const env = { PATH: `${project}:${process.env.PATH}` };
  await expect(COMMANDS[name](args, { project, env })).rejects.toThrow(message);
});

test.each([
  ["production_final", undefined, '--snapshot is "production_final", but must be the name of a snapshot'],
  ["", undefined, '--snapshot is ""'],
  ["arn:aws:rds:eu-west-1:1:cluster-snapshot:a", undefined, "must be the name of a snapshot"],
  ["openemr-production-database-final-1", "latest", "A snapshot is of one moment: leave --to out."],
])("restore and recover refuse --snapshot %j with --to %j", (snapshot, to, message) => {
  expect(() => checkSnapshot(snapshot, to)).toThrow(message);
});

test("restore and recover take the name that a destroy gives a last snapshot", () => {
  expect(() => checkSnapshot("openemr-production-database-final-4f1c2a", undefined)).not.toThrow();
});
