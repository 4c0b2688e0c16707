import { type CreationFailure, repeatApply } from "../../support/interrupted-applies";
import { OfflineAccount, type Values } from "../../support/offline-account";
import { plannedTo } from "../../support/planned-changes";
import { SynthesizedProject } from "../../support/synthesized-project";
import { EVERYTHING, OFF } from "../../support/toggles";

const fails: CreationFailure = ({ type }) => ({
  message: `${type}: api error ServiceUnavailableException: Try again later.`,
});

/** Every second one is made, and its answer is lost: Terraform taints it. */
const failsOrIsLost: CreationFailure = (operation) =>
  operation.ordinal % 2 === 0 ? fails(operation) : { message: "timeout", afterwards: true };

const folder = SynthesizedProject.shared().stack("openemr-production");

async function planned(values: Values): Promise<string[]> {
  const account = new OfflineAccount();
  const found = await (await account.add(folder)).planned(values);
  await account.close();
  return plannedTo("create", found);
}

/** The guards against destroying are Terraform's own resources, and made by no provider. */
function made(all: readonly string[]): number {
  return all.filter((address) => !address.startsWith("terraform_data.")).length;
}

/** A first deployment as production makes it: from the first moment on, AWS refuses to delete what is protected. */
const PROTECTED: Values = { ...OFF, deletion_protection: true };

it("an apply that is interrupted before or in the creation of any resource is completed by repeating it", async () => {
  const all = await planned(PROTECTED);
  const { failures, kept, exists, hasChanges } = await repeatApply(folder, PROTECTED, failsOrIsLost);
  expect({ exists, hasChanges }).toEqual({ exists: all, hasChanges: false });
  expect(failures).toBe(made(all));
  expect(kept).not.toEqual([]);
}, 300_000);

it("an apply of everything, in which the creation of each resource fails, is completed by repeating it", async () => {
  const all = await planned(EVERYTHING);
  const { failures, exists, hasChanges } = await repeatApply(folder, EVERYTHING, fails);
  expect({ exists, hasChanges }).toEqual({ exists: all, hasChanges: false });
  expect(failures).toBe(made(all));
}, 300_000);
