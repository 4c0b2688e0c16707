import { installRelease } from "../../../../scripts/terraform/release/install-release";
import type { Release } from "../../../../scripts/terraform/release/terraform-release";

/** Installs one release after the other, in a process that trusts the test's authority. It prints what became of each. */
const attempts = JSON.parse(process.argv[2]!) as Array<{ release: Release; folder: string; key?: string }>;

(async () => {
  const outcomes: string[] = [];
  for (const { release, folder, key } of attempts) {
    outcomes.push(
      await installRelease(release, folder, key).catch((error: Error) => `${error.name}: ${error.message}`),
    );
  }
  process.stdout.write(JSON.stringify(outcomes));
})();
