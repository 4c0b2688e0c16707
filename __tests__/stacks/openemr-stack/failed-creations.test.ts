import { repeatApply } from "../../support/interrupted-applies";
import { addresses, changes, OfflineAccount } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";
import { EVERYTHING } from "../../support/toggles";

it("an apply in which the creation of any resource fails is completed by repeating it", async () => {
  const folder = SynthesizedProject.shared().stack("openemr-production");
  const account = new OfflineAccount();
  const planned = addresses(changes(await (await account.add(folder)).plan(EVERYTHING)));
  await account.close();

  const { failed, exists, changes: left } = await repeatApply(folder, EVERYTHING);
  expect({ exists, left }).toEqual({ exists: planned, left: [] });
  // The guards against destroying are Terraform's own resources, and made by no provider.
  const made = planned.filter((address) => !address.startsWith("terraform_data."));
  expect(failed.reduce((sum, { size }) => sum + size, 0)).toBe(made.length);
}, 300_000);
