import { everyFirstAttemptFails } from "../../../scripts/offline-providers";
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

it("an apply that fails at every resource once is completed by repeating it", async () => {
  const stack = await account.add(folder, everyFirstAttemptFails);
  const planned = changes(await stack.plan()).length;
  let runs = 0;
  for (let complete = false; !complete; runs++) {
    expect(runs).toBeLessThan(40);
    complete = await stack.apply().then(
      () => true,
      () => false,
    );
  }
  const failed = account.providers.calls.filter(
    ({ action, outcome }) => action === "create" && outcome === "failed",
  );
  expect(failed).toHaveLength(planned);
  expect((await stack.resources()).size).toBe(planned);
  expect(changes(await stack.plan())).toEqual([]);
}, 120_000);
