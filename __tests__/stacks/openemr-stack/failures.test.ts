import { everyFirstAttemptFails, type FailureInjector } from "../../../scripts/offline-providers";
import { changes, OfflineAccount } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";

const project = new SynthesizedProject();
const folder = project.stack("openemr-production");
let account: OfflineAccount;
beforeEach(() => {
  account = new OfflineAccount();
});
afterEach(() => account.close());
afterAll(() => project.remove());

/** The resource is made, and then the answer is lost or it never becomes available: Terraform taints it. */
const everyFirstAnswerIsLost: FailureInjector = ({ action, attempt, type }) =>
  action === "create" && attempt === 1
    ? { message: `${type}: timeout while waiting for state to become available`, afterwards: true }
    : undefined;

it.each([
  ["fails", everyFirstAttemptFails],
  ["is made, but reported as failed,", everyFirstAnswerIsLost],
])(
  "an apply in which every resource once %s is completed by repeating it",
  async (_, failures) => {
    const stack = await account.add(folder, failures);
    const planned = changes(await stack.plan()).length;
    let runs = 0;
    for (let complete = false; !complete; runs++) {
      // Each run fails at all that the one before made possible; the longest chain of references is shorter.
      expect(runs).toBeLessThan(40);
      complete = await stack.apply().then(
        () => true,
        () => false,
      );
    }
    const failed = account.providers.calls.filter(
      ({ action, outcome }) => action === "create" && outcome !== "done",
    );
    // The guard against destroying is Terraform's own resource, and made by no provider.
    expect(failed).toHaveLength(planned - 1);
    expect((await stack.resources()).size).toBe(planned);
    expect(changes(await stack.plan())).toEqual([]);
  },
  300_000,
);
