import { writeFileSync } from "node:fs";
import path from "node:path";
import { stackName } from "../../../src/environments";
import { appArguments, readProjectConfig } from "../../terraform/project-config";
import { writeLargestPlan } from "./largest-plan";
import type { Program } from "./measure";
import { copyProject, environmentFiles, environmentName } from "./project-copy";

/** Something that is measured. */
export interface Subject {
  readonly name: string;
  readonly program: Program;
  /** Where it writes to. @default - nowhere */
  readonly output?: string;
  /** Done before each measurement, and not measured. @default - nothing */
  readonly prepare?: () => void;
  /** Takes so long that it is measured once, with nothing before it to warm up. @default false */
  readonly once?: boolean;
}

/** The numbers of environments that show how time and size grow. */
export const SCALES = [1, 10, 50];

export const names = {
  bucket: "one bucket",
  app: "the project's environments",
  preview: "preview",
  cost: "cost",
  review: "review",
  compliance: "compliance",
  pairs: "all pairs of toggles",
  appOf: (environments: number) => `app of ${environments}`,
  previewOf: (environments: number) => `preview of one of ${environments}`,
};

/** Everything that is measured, ready to run. */
export function prepareSubjects(project: string, scratch: string): Subject[] {
  const synthesis = (
    name: string,
    cwd: string,
    program: Pick<Program, "file" | "nodeArguments">,
  ): Subject => {
    const output = path.join(scratch, name);
    // The settings of a person's own work must not decide what is measured.
    const env = { CDKTF_OUTDIR: output, OPENEMR_ENVIRONMENT: "", OPENEMR_STATE_KIND: "local" };
    return { name, output, program: { cwd, env, ...program } };
  };
  /** As cdktf.json has it run. */
  const app = (cwd: string) => {
    const args = appArguments(readProjectConfig(cwd));
    return { file: path.join(cwd, args.at(-1)!), nodeArguments: args.slice(0, -1) };
  };
  const preview = (name: string, cwd: string, environment: string): Subject => {
    const output = path.join(scratch, name);
    const args = [environment, "--out", output, "--timings"];
    return {
      name,
      output,
      program: { cwd, file: path.join(cwd, "scripts", "commands", "preview", "command.ts"), args },
    };
  };
  const scaled = SCALES.flatMap((environments) => {
    const copy = path.join(scratch, `project of ${environments}`);
    copyProject(project, copy, environments);
    return [
      synthesis(names.appOf(environments), copy, app(copy)),
      preview(names.previewOf(environments), copy, environmentName(0)),
    ];
  });
  const [first] = environmentFiles(project);
  return [
    // As tsx's own guide has it.
    synthesis(names.bucket, project, {
      file: path.join(__dirname, "one-bucket.ts"),
      nodeArguments: ["--import", "tsx"],
    }),
    synthesis(names.app, project, app(project)),
    preview(names.preview, project, path.basename(first!, ".tfvars")),
    ...ofLargestPlan(project, path.join(scratch, names.preview), scratch),
    planningPairs(project, path.join(scratch, names.app)),
    ...scaled,
  ];
}

/** @param synthesized where the project's environments have been synthesized */
function planningPairs(project: string, synthesized: string): Subject {
  const [environment] = environmentFiles(project);
  const stack = path.join(synthesized, "stacks", stackName(path.basename(environment!, ".tfvars")));
  const program = { cwd: project, file: path.join(__dirname, "plan-pairs.ts"), args: [stack] };
  return { name: names.pairs, once: true, program };
}

/** The commands that read a plan, with one that is larger than that of any environment. */
function ofLargestPlan(project: string, previewed: string, scratch: string): Subject[] {
  const plan = path.join(scratch, "largest-plan.json");
  const reader = (name: string, args: readonly string[], prepare?: () => void): Subject => ({
    name,
    output: path.join(scratch, name),
    program: {
      cwd: project,
      file: path.join(project, "scripts", "commands", name, "command.ts"),
      args: [...args, "--plan", plan],
    },
    ...(prepare ? { prepare } : {}),
  });
  const [environment] = environmentFiles(project);
  const name = path.basename(environment!, ".tfvars");
  const nothingAccepted = path.join(scratch, "nothing-accepted.json");
  writeFileSync(nothingAccepted, JSON.stringify({ accepted: [] }));
  // The preview before it in each round leaves its plan there.
  const prepare = () => writeLargestPlan(path.join(previewed, "plan.json"), plan);
  return [
    reader(names.cost, [], prepare),
    reader(names.review, [name, "--out", path.join(scratch, names.review)]),
    // Repeated resources have weaknesses that nobody accepted, which is no failure here.
    reader(names.compliance, [
      ...[name, "--out", path.join(scratch, names.compliance)],
      ...["--accepted", nothingAccepted, "--fail-on", "nothing"],
    ]),
  ];
}
