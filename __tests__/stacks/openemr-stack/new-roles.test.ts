import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { WITH_NEW_ROLES } from "#offline-providers";
import { OfflineAccount } from "../../support/offline-account";
import { stackPart } from "../../support/stack-part";
import { SynthesizedProject } from "../../support/synthesized-project";
import { EVERYTHING } from "../../support/toggles";

const SERVER = /^aws_sagemaker_mlflow_tracking_server\./;
const project = SynthesizedProject.shared();

/** Types that are given a role beside those that the account lets through, and why they can be made in the same apply. */
const BESIDE: Readonly<Record<string, string>> = {
  aws_backup_restore_testing_selection: "waits for the database's instances, which take minutes",
  aws_cloudwatch_event_rule: "only names the role in its pattern",
  aws_iam_role_policy: "only names the role in a statement",
  aws_sagemaker_mlflow_tracking_server: "does not try again, so it waits for the domain, which takes minutes",
  aws_ssm_parameter: "only has the role in a text",
  aws_vpc_endpoint: "only names the role in a condition of its policy",
};

type Blocks = Readonly<Record<string, Readonly<Record<string, object & { depends_on?: string[] }>>>>;

test("whatever is given a role that was made a moment ago can wait for it, or has it used later only", () => {
  const resources = project.document("openemr-production").resource as Blocks;
  const given = Object.entries(resources).filter(([, blocks]) =>
    Object.values(blocks).some(({ depends_on: _, ...block }) =>
      /aws_iam_role\.\w+(\[[^\]]*\])?\.arn/.test(JSON.stringify(block)),
    ),
  );
  const known = [...Object.keys(WITH_NEW_ROLES), ...Object.keys(BESIDE)];
  expect(given.map(([type]) => type).sort()).toEqual(known.sort());
});

test("what does not try again is refused, unless it comes after something slow", async () => {
  const account = new OfflineAccount();
  try {
    const stack = await account.add(project.stack("openemr-production"), SERVER);
    const empty = account.providers.account.snapshot();
    await stack.apply(EVERYTHING);
    account.providers.account.restore(empty);
    stack.state = "";
    const file = join(stack.folder, "cdk.tf.json");
    const document = JSON.parse(readFileSync(file, "utf8")) as { resource: Blocks };
    const { analytics_studio_mlflow: server } = document.resource.aws_sagemaker_mlflow_tracking_server!;
    server!.depends_on = server!.depends_on!.filter((address) => !/domain/.test(address));
    // Without the domain, which would take its time beside the server.
    writeFileSync(file, JSON.stringify(stackPart(document, SERVER)));
    await expect(stack.apply(EVERYTHING)).rejects.toThrow(
      /needs the role .*which cannot be assumed: it was made a moment ago/,
    );
    // The next run is later.
    await stack.apply(EVERYTHING);
  } finally {
    await account.close();
  }
}, 120_000);
