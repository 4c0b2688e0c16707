import { type CreationFailure, repeatApply } from "../../support/interrupted-applies";
import { OfflineAccount, type Values } from "../../support/offline-account";
import { plannedTo } from "../../support/planned-changes";
import { SynthesizedProject } from "../../support/synthesized-project";
import { EVERYTHING, OFF } from "../../support/toggles";

const fails: CreationFailure = ({ type }) => ({
  message: `${type}: api error ServiceUnavailableException: Try again later.`,
});

/** Interrupted in the middle: the resource is there, and Terraform taints it. */
const isTainted: CreationFailure = () => ({ message: "context canceled", afterwards: true });

/** Interrupted before the answer came: the resource is there, and the state knows nothing of it. */
const isLost: CreationFailure = () => ({ message: "context canceled", lost: true });

/** Types that can hold data are interrupted in the middle, all else at its beginning. Answers that are lost are tried with a small stack. */
const isInterrupted: CreationFailure = (operation) =>
  /^aws_(backup|efs|kms|rds|secretsmanager)_/.test(operation.type) ? isTainted(operation) : fails(operation);

/** A sample for each run of the tests; `npm run test:interruptions` tries each kind at every resource of everything. */
const SAMPLE = [["some way", isInterrupted, { ...OFF, deletion_protection: true }]] as const;
const ALL = [
  ["the middle", isTainted, { ...EVERYTHING, deletion_protection: true }],
  ["its answer", isLost, { ...EVERYTHING, deletion_protection: true }],
  ["its beginning", fails, { ...EVERYTHING, deletion_protection: true }],
] as const;
const IS_WHOLE = process.env.INTERRUPTIONS === "all";
const KINDS = IS_WHOLE ? [...SAMPLE, ...ALL] : SAMPLE;
/** The sample has what holds data, and whatever that refers to. */
const PART = IS_WHOLE ? undefined : /^aws_\w+\.(backup|cache|database|files)(_|$)|^terraform_data\./;

const folder = SynthesizedProject.shared().stack("openemr-production");

async function planned(values: Values): Promise<string[]> {
  const account = new OfflineAccount();
  const found = await (await account.add(folder, PART)).planned(values);
  await account.close();
  return plannedTo("create", found);
}

/** The guards against destroying are Terraform's own resources, and made by no provider. */
function made(all: readonly string[]): number {
  return all.filter((address) => !address.startsWith("terraform_data.")).length;
}

// From the first moment on, AWS refuses to delete what is protected.
it.each(KINDS)(
  "a first deployment of a protected installation, interrupted in %s at each resource, is completed by repeating it",
  async (_, interruption, values) => {
    const all = await planned(values);
    const { failures, kept, exists, hasChanges } = await repeatApply(folder, values, interruption, PART);
    expect({ exists, hasChanges }).toEqual({ exists: all, hasChanges: false });
    expect(failures).toBe(made(all));
    // A creation that failed at its beginning left nothing.
    expect(kept.length > 0).toBe(interruption !== fails);
  },
  IS_WHOLE ? 3_600_000 : 900_000,
);
