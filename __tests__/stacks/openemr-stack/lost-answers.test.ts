import { type CreationFailure, interruptApplies } from "../../support/interrupted-applies";
import { addresses, changes, OfflineAccount } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";

/** The resource is made, and then the answer is lost: Terraform taints it. */
const answerIsLost: CreationFailure = ({ type }) => ({
  message: `${type}: timeout while waiting for the state to become available`,
  afterwards: true,
});

it("an apply in which the creation of any resource is made, and then the answer is lost, is completed by a second run", async () => {
  const project = SynthesizedProject.shared();
  const folder = project.stack("openemr-production");
  const account = new OfflineAccount();
  const planned = addresses(changes(await (await account.add(folder)).plan({})));
  await account.close();

  const applies = await interruptApplies(folder, {}, answerIsLost);
  for (const { failedAt, error, exists, changes: left } of applies) {
    expect({ failedAt, error, exists, left }).toEqual({
      failedAt,
      error: undefined,
      exists: planned,
      left: [],
    });
  }
  // The guards against destroying are Terraform's own resources, and made by no provider.
  const made = planned.filter((address) => !address.startsWith("terraform_data."));
  expect(applies.reduce((sum, { failures }) => sum + failures, 0)).toBe(made.length);
}, 900_000);
