import { OfflineAccount, type OfflineStack } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";
import { TOGGLES } from "../../support/toggles";

/** Attributes that name a resource within an account and region, or more widely. */
const NAMES = ["bucket", "creation_token", "final_snapshot_identifier", "identifier", "name"];

/** The same, of one type only: others carry the name of something else under it. */
const NAMES_OF_TYPE: Record<string, string> = {
  aws_ecs_task_definition: "family",
  aws_lambda_function: "function_name",
  aws_rds_cluster: "cluster_identifier",
  aws_sagemaker_domain: "domain_name",
};

/** Types whose names are unique within another resource only, or are that resource's. */
const isPartOfAnother = (type: string) =>
  ["aws_iam_role_policy", "aws_s3_object"].includes(type) || type.startsWith("aws_s3_bucket_");

async function physicalNames(stack: OfflineStack): Promise<string[]> {
  return [...stack.resources()].flatMap(([address, values]) => {
    const type = address.split(".")[0]!;
    if (isPartOfAnother(type)) return [];
    const names = [...NAMES, NAMES_OF_TYPE[type] ?? []].flat();
    return names.flatMap((name) => (values[name] ? [`${type} ${values[name]}`] : []));
  });
}

it("two environments, and two installations of one, have no physical name in common", async () => {
  const project = SynthesizedProject.shared();
  const account = new OfflineAccount();
  const everything = {
    deletion_protection: true,
    enable_long_term_cloudtrail_monitoring: true,
    enable_backup_vault_lock: true,
    ...TOGGLES["the analytics environment with all that it offers"],
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
}, 240_000);
