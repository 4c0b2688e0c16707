import {
  type CreationFailure,
  type CreationGroup,
  independentCreations,
  interruptApply,
} from "../../support/interrupted-applies";
import { addresses, changes, OfflineAccount } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";

const project = new SynthesizedProject();
const folder = project.stack("openemr-production");
let groups: CreationGroup[];
let planned: string[];
beforeAll(async () => {
  groups = await independentCreations(folder, {});
  const account = new OfflineAccount();
  planned = addresses(changes(await (await account.add(folder)).plan()));
  await account.close();
}, 300_000);
afterAll(() => project.remove());

it.each([
  ["fails", ({ type }) => ({ message: `${type}: api error ServiceUnavailableException: Try again later.` })],
  [
    // Terraform taints it.
    "is made, and then the answer is lost,",
    ({ type }) => ({
      message: `${type}: timeout while waiting for the state to become available`,
      afterwards: true,
    }),
  ],
] as const satisfies ReadonlyArray<[string, CreationFailure]>)(
  "an apply in which the creation of any resource %s is completed by a second run",
  async (_, fails) => {
    let failed = 0;
    for (const group of groups) {
      const {
        failedAt,
        failures,
        error,
        exists,
        changes: left,
      } = await interruptApply(folder, {}, group, fails);
      expect({ failedAt, error, exists, left }).toEqual({
        failedAt,
        error: undefined,
        exists: planned,
        left: [],
      });
      failed += failures;
    }
    // The guard against destroying is Terraform's own resource, and made by no provider.
    expect(failed).toBe(planned.length - 1);
  },
  600_000,
);
