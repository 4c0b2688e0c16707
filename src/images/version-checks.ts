import { Construct } from "constructs";
import { Check } from "../terraform/check";
import { tf, tfString, type Value } from "../terraform/expression";
import {
  OPENEMR_VERSIONS,
  orderOfVersion,
  reportedVulnerabilities,
  type VersionTable,
} from "./openemr-versions";
import { isPinned, orderOf, releaseOf } from "./version-variable";

export interface VersionChecksProps {
  /** Terraform expression: what the operator gives as `openemr_version`. */
  readonly tag: Value<string>;
  /** The image comes from the repository that OpenEMR's makers publish. */
  readonly isPublished: Value<boolean>;
  /** @default - what this project knows */
  readonly table?: VersionTable;
}

/** Says in every plan what an operator should know about the version that is to run. */
export class VersionChecks extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { tag, isPublished, table = OPENEMR_VERSIONS }: VersionChecksProps,
  ) {
    super(scope, id);
    const release = releaseOf(tag);
    new Check(this, "moving_tag", {
      condition: tf`!(${isPublished}) || ${isPinned(tag)}`,
      warning: tfString`join("", ["openemr_version = ", jsonencode(${tag}), " names an image that OpenEMR's makers rebuild daily, so two deployments may run different code. ECS keeps what the tag meant for the tasks of one deployment, and looks again at the next. Use a dated tag, such as ", ${table.default}, ", or add the digest: ", ${tag}, "@sha256:..."])`,
    });
    const known = reportedVulnerabilities(table).map(({ id: cve, before }) => ({
      id: cve,
      before,
      order: orderOfVersion(before),
    }));
    const present = tf`[for each in ${known} : join("", [each.id, " (before ", each.before, ")"]) if ${orderOf(tag)} < each.order]`;
    new Check(this, "vulnerable_version", {
      condition: tf`length(${present}) == 0`,
      warning: tfString`join("", ["OpenEMR ", ${release}, " has published vulnerabilities: ", join(", ", ${present}), ". Upgrade: the newest that this project supports is openemr_version = ", jsonencode(${table.default}), "."])`,
    });
    new Check(this, "unsupported_version", {
      condition: tf`contains(${table.versions.map(({ version }) => version)}, ${release})`,
      warning: tfString`join("", ["OpenEMR ", ${release}, " is none of the versions that this project supports, and may be no release: tags appear before their version is released. Its first task may fail, or upgrade the database to something that no release reads. Supported: ", ${table.versions.map(({ version }) => version).join(", ")}, ". Try another one with npm run test:image first."])`,
    });
  }
}
