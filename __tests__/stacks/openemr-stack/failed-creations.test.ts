import { type CreationFailure, interruptApplies } from "../../support/interrupted-applies";
import { addresses, changes, OfflineAccount } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";
import { EVERYTHING } from "../../support/toggles";

const fails: CreationFailure = ({ type }) => ({
  message: `${type}: api error ServiceUnavailableException: Try again later.`,
});

it("an apply in which the creation of any resource fails is completed by a second run", async () => {
  const project = SynthesizedProject.shared();
  const folder = project.stack("openemr-production");
  const account = new OfflineAccount();
  const planned = addresses(changes(await (await account.add(folder)).plan(EVERYTHING)));
  await account.close();

  const applies = await interruptApplies(folder, EVERYTHING, fails);
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
