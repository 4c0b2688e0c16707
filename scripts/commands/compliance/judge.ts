import { existsSync } from "node:fs";
import path from "node:path";
import type { Environment } from "../../../src/environments";
import { maskPlan } from "../../plan/masked-plan";
import { plannedStack } from "../../plan/planned-stack";
import { readPlan } from "../../plan/read-plan";
import { readState } from "../../plan/read-state";
import { requireEnvironment } from "../../plan/require-environment";
import type { PlanJson } from "../../plan/terraform-plan";
import { type Accepted, accept, type Judged, readAcceptances } from "../../rules/compliance/acceptances";
import { evaluate, PACKS, type Result } from "../../rules/compliance/evaluate";
import { parseJsonObject, readText } from "../../system/json";
import { planEnvironment } from "../../terraform/environment-plan";
import type { ComplianceArguments } from "./arguments";
import type { ImageScan, ImageWeakness } from "./scan/image-scan";
import { readScans } from "./scan/read-scans";

/** The file of a project that has what is accepted. */
const ACCEPTED = "compliance.json";

/** Everything that a report of compliance shows; nothing in it is sensitive. */
export interface Compliance {
  readonly environment: string;
  /** Where the values come from, as a sentence. */
  readonly origin: string;
  readonly results: readonly Judged[];
  /** Scans of images. @default - none was given */
  readonly scans: ReadonlyArray<ImageScan<Accepted<ImageWeakness>>>;
}

export interface Place {
  readonly project: string;
  /** Where the person is. */
  readonly here: string;
  /** The work is done below it. */
  readonly folder: string;
}

/** Judges an environment by rule packs. */
export async function judge(
  environment: Environment,
  given: ComplianceArguments,
  { project, here, folder }: Place,
): Promise<Compliance> {
  const { plan, origin } = await planOf(environment, given, { project, here, folder });
  const stack = plannedStack(maskPlan(plan).plan);
  const scans = await readScans(given.scans, stack.after, here);
  const file = given.accepted ?? ACCEPTED;
  const place = path.resolve(given.accepted === undefined ? project : here, file);
  const isThere = given.accepted !== undefined || existsSync(place);
  const acceptances = isThere
    ? readAcceptances(
        parseJsonObject(readText(place, `--accepted is ${file}`), file, "See docs/ci.md."),
        file,
      )
    : [];
  const today = new Date().toISOString().slice(0, 10);
  const isWhole = given.packs.length === PACKS.length && given.variables.length === 0;
  const judged = accept<Result | ImageWeakness>(
    [...evaluate(stack, given.packs), ...scans.flatMap(({ weaknesses }) => weaknesses)],
    acceptances,
    { environment: environment.name, today, file, isWhole, hasScan: scans.length > 0 },
  );
  return {
    environment: environment.name,
    origin,
    results: judged.filter((result): result is Judged => "pack" in result),
    scans: scans.map(({ image, scanner }) => ({
      image,
      scanner,
      weaknesses: judged.filter(
        (result): result is Accepted<ImageWeakness> =>
          !("pack" in result) && result.resource.address === image,
      ),
    })),
  };
}

async function planOf(
  environment: Environment,
  { plan, state, variables }: ComplianceArguments,
  { project, here, folder }: Place,
): Promise<{ readonly plan: PlanJson; readonly origin: string }> {
  if (plan !== undefined) {
    const read = readPlan(path.resolve(here, plan), plan);
    requireEnvironment(read, environment.name, "--plan", plan);
    return { plan: read, origin: `What the plan ${path.basename(plan)} leads to.` };
  }
  if (state !== undefined) {
    const read = readState(path.resolve(here, state), state);
    requireEnvironment(read, environment.name, "--state", state);
    return { plan: read, origin: `What is deployed, by the state ${path.basename(state)}.` };
  }
  const { json } = await planEnvironment(project, environment, { folder, variables });
  return {
    plan: json,
    origin: "Planned without an account, as a new installation: what only the apply can tell is unknown.",
  };
}
