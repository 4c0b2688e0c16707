import path from "node:path";
import { OfflineAccount } from "../../../__tests__/support/offline-account";
import { pairwise } from "../../../__tests__/support/pairwise";
import shareFolder from "../../../__tests__/support/shared-folder";
import { OFF, TOGGLES } from "../../../__tests__/support/toggles";

/** Rows of toggles in which each two of them stand in every way. */
const ROWS = pairwise(Object.values(TOGGLES));

/** Plans all pairs of toggles over the smallest installation, as the tests do. Takes a synthesized stack's folder. */
async function planPairs(folder: string): Promise<void> {
  const removeShared = shareFolder();
  const account = new OfflineAccount();
  try {
    const stack = await account.add(path.resolve(folder));
    await stack.apply(OFF);
    for (const row of ROWS) await stack.plan(Object.assign({}, OFF, ...row));
  } finally {
    await account.close();
    removeShared();
  }
}

planPairs(process.argv[2]!).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
