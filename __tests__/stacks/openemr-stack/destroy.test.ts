import { OfflineAccount } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";

const project = SynthesizedProject.shared();
const account = new OfflineAccount();
afterAll(async () => {
  await account.close();
});

it("a protected installation is not destroyed, not even in part, until an apply takes the protection away", async () => {
  const stack = await account.add(project.stack("openemr-production"));
  await stack.apply({ deletion_protection: true });
  const before = stack.resources().size;
  const deleted = () => account.providers.calls.filter(({ action }) => action === "delete");

  await expect(stack.destroy({ deletion_protection: true })).rejects.toThrow("deletion_protection is true");
  // What the run says counts for nothing: the state has to.
  await expect(stack.destroy({ deletion_protection: false })).rejects.toThrow("nothing is destroyed");
  expect(deleted()).toEqual([]);
  expect(stack.resources().size).toBe(before);

  await stack.apply({ deletion_protection: false });
  await stack.destroy({ deletion_protection: false });
  expect(stack.resources()).toEqual(new Map());
}, 120_000);
