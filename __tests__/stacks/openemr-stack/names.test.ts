import { OfflineAccount, type OfflineStack } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";

/** Attributes that name a resource within an account and region, or more widely. */
const NAMES = [
  "bucket",
  "cluster_identifier",
  "creation_token",
  "family",
  "identifier",
  "name",
  "final_snapshot_identifier",
];

/** Names that are unique within another resource only. */
const NAMED_WITHIN_ANOTHER = ["aws_iam_role_policy"];

/** Resources that have their bucket's name without being one. */
const isPartOfBucket = (type: string) => type.startsWith("aws_s3_bucket_");

async function physicalNames(stack: OfflineStack): Promise<string[]> {
  return [...(await stack.resources())].flatMap(([address, values]) => {
    const type = address.split(".")[0]!;
    if (NAMED_WITHIN_ANOTHER.includes(type) || isPartOfBucket(type)) return [];
    return NAMES.filter((name) => typeof values[name] === "string").map((name) => `${type} ${values[name]}`);
  });
}

it("two environments, and two installations of one, have no physical name in common", async () => {
  const project = new SynthesizedProject();
  const account = new OfflineAccount();
  const everything = {
    deletion_protection: true,
    enable_long_term_cloudtrail_monitoring: true,
    enable_backup_vault_lock: true,
  };
  const installations = [
    await account.add(project.stack("openemr-development")),
    await account.add(project.stack("openemr-production")),
    await account.add(project.stack("openemr-production")),
  ];
  await installations[0]!.apply(everything);
  await installations[1]!.apply(everything);
  await installations[2]!.apply({ ...everything, name: "clinic" });

  const names = await Promise.all(installations.map(physicalNames));
  for (const own of names) {
    expect(own.length).toBeGreaterThan(40);
    expect(new Set(own).size).toBe(own.length);
  }
  const all = names.flat();
  expect(all.filter((name, i) => all.indexOf(name) !== i)).toEqual([]);

  await account.close();
  project.remove();
}, 60_000);
