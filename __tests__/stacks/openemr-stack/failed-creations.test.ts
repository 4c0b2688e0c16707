import { addresses, changes, OfflineAccount, type Values } from "../../support/offline-account";
import { type CreationFailure, repeatApply } from "../../support/repeated-apply";
import { SynthesizedProject } from "../../support/synthesized-project";
import { EVERYTHING } from "../../support/toggles";

const fails: CreationFailure = ({ type }) => ({
  message: `${type}: api error ServiceUnavailableException: Try again later.`,
});

/** Terraform taints it. */
const answerIsLost: CreationFailure = ({ type }) => ({
  message: `${type}: timeout while waiting for the state to become available`,
  afterwards: true,
});

it.each<[what: string, failure: CreationFailure, values: Values]>([
  ["fails, with everything on,", fails, EVERYTHING],
  ["succeeds and its answer is lost", answerIsLost, {}],
])(
  "an apply in which the creation of any resource %s is completed by repeating it",
  async (_, failure, values) => {
    const folder = SynthesizedProject.shared().stack("openemr-production");
    const account = new OfflineAccount();
    const planned = addresses(changes(await (await account.add(folder)).plan(values)));
    await account.close();

    const { failed, exists, changes: left } = await repeatApply(folder, values, failure);
    expect({ exists, left }).toEqual({ exists: planned, left: [] });
    // The guards against destroying are Terraform's own resources, and made by no provider.
    const made = planned.filter((address) => !address.startsWith("terraform_data."));
    expect(failed.reduce((sum, count) => sum + count, 0)).toBe(made.length);
  },
  300_000,
);
