import { AWS_TYPES } from "../../../src/aws/types";
import { changes, OfflineAccount, type OfflineStack, type Values } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";
import { DOCKER_HUB_CREDENTIAL, EVERYTHING } from "../../support/toggles";

/** Arguments that name a resource, by the words that AWS and its provider use for that. */
const NAMING = /(^|_)(alias|bucket|family|identifier|label|name|namespace|prefix|token)$/;

/** Arguments that the words are in, and that name nothing of its own in an account. The reason stands with each. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  "names something within another resource, which has a name itself": [
    "aws_iam_role_policy.name",
    "aws_iam_user_policy.name",
    "aws_appautoscaling_policy.name",
    "aws_backup_restore_testing_selection.name",
    "aws_ses_receipt_rule.name",
    "aws_sesv2_configuration_set_event_destination.event_destination_name",
    "aws_rds_cluster.database_name",
    "aws_sagemaker_user_profile.user_profile_name",
  ],
  "is a name of DNS, which the domain's owner has": [
    "aws_route53_record.name",
    "aws_acm_certificate.domain_name",
    "aws_sesv2_email_identity.email_identity",
  ],
  "is AWS's": [
    "aws_emrserverless_application.release_label",
    "aws_guardduty_detector_feature.name",
    "aws_vpc_endpoint.service_name",
    "aws_rds_cluster_instance.ca_cert_identifier",
    "aws_rds_cluster.ca_certificate_identifier",
    "aws_rds_cluster_role_association.feature_name",
    "aws_rds_cluster_parameter_group.family",
    "aws_appautoscaling_target.service_namespace",
    "aws_appautoscaling_policy.service_namespace",
  ],
  "says which metric or log is looked at": [
    "aws_cloudwatch_metric_alarm.metric_name",
    "aws_cloudwatch_metric_alarm.namespace",
    "aws_cloudwatch_log_metric_filter.log_group_name",
  ],
  "the name of an accelerator is a label, and need not be unique": ["aws_globalaccelerator_accelerator.name"],
};

const project = SynthesizedProject.shared();

interface Name {
  /** Type and argument. */
  readonly argument: string;
  readonly value: string;
}

/** Every physical name in a plan of an installation. */
async function physicalNames(stack: OfflineStack, values: Values): Promise<Name[]> {
  const others = Object.values(OTHERS).flat();
  return changes(await stack.plan({ ...EVERYTHING, ...values })).flatMap(
    ({ address, type, name, change }) => {
      if (!type.startsWith("aws_") || address.startsWith("data.")) return [];
      const given = project.document("openemr-production").resource[type]![name] as Record<string, unknown>;
      return Object.entries(change.after ?? {}).flatMap(([attribute, value]): Name[] => {
        const argument = `${type}.${attribute}`;
        const isName = NAMING.test(attribute) && attribute in given && !isReference(given[attribute]);
        return isName && !others.includes(argument) && typeof value === "string" ? [{ argument, value }] : [];
      });
    },
  );
}

/** Is it the name of another resource? */
function isReference(expression: unknown): boolean {
  return typeof expression === "string" && /^\$\{(one\()?aws_\w+\.[^ ]+\}$/.test(expression);
}

/** The ARNs of the type have no region: two regions have one space of names. */
function isAccountWide({ argument }: Name): boolean {
  const arns = [AWS_TYPES[argument.split(".")[0]!]?.arn ?? []].flat();
  return arns.some((arn) => arn.split(":")[3] === "");
}

const inCommon = (one: readonly Name[], other: readonly Name[]) => {
  const values = new Set(other.map(({ argument, value }) => `${argument} ${value}`));
  return one.map(({ argument, value }) => `${argument} ${value}`).filter((name) => values.has(name));
};

const account = new OfflineAccount();
afterAll(() => account.close());

async function namesIn(environment: string, values: Values = {}): Promise<Name[]> {
  return physicalNames(await account.add(project.stack(`openemr-${environment}`)), values);
}

it("two environments, two installations of one, and two regions of an account have no physical name in common", async () => {
  const development = await namesIn("development");
  const production = await namesIn("production");
  const clinic = await namesIn("production", { name: "clinic" });
  const elsewhere = await namesIn("production", {
    region: "eu-west-1",
    docker_hub_credential_secret_arn: DOCKER_HUB_CREDENTIAL.replace("us-east-1", "eu-west-1"),
  });

  for (const own of [development, production, clinic]) {
    expect(own.length).toBeGreaterThan(80);
    expect(own.filter((name, i) => inCommon([name], own.slice(0, i)).length > 0)).toEqual([]);
  }
  const accountWide = production.filter(isAccountWide);
  expect(accountWide.length).toBeGreaterThan(20);
  expect({
    environments: inCommon(development, production),
    installations: inCommon(production, clinic),
    regions: inCommon(accountWide, elsewhere),
  }).toEqual({ environments: [], installations: [], regions: [] });
}, 240_000);
