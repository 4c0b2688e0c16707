import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { type ITerraformDependable, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import type { PhysicalNames } from "../aws/physical-names";
import { declarations, isSecret, type OpenEmrSetting } from "../openemr/openemr-settings";
import { conditionalList } from "../terraform/conditional-list";
import { tf, tfString } from "../terraform/expression";

/** Characters that a value in OpenEMR's table `globals` has room for. */
const LONGEST_VALUE = 255;

/** Characters of a parameter of the standard tier, which costs nothing. What is declared today takes up to 1,000. */
const LONGEST_DECLARATION = 4096;

export interface SettingsDeclarationProps {
  readonly installation: Installation;
  readonly settings: readonly OpenEmrSetting[];
  /** The settings need these, so no task is told of the settings before. */
  readonly dependsOn: ITerraformDependable[];
}

/** Name of the parameter, for what is made without the installation. */
export function settingsParameterName(names: Pick<PhysicalNames, "path">): string {
  return names.path("settings");
}

/**
 * Which settings inside OpenEMR Terraform decides: a parameter in AWS Systems Manager, as JSON. Nothing in it is
 * secret, so a plan shows each change of it.
 *
 * It is one for the installation and not part of the task's definition, and each task reads it, and the secrets that it
 * names, when only it may apply settings. So every task applies what is declared by then, also one that waited for an
 * installation or an upgrade, and one of a former definition: ECS starts such ones until a deployment is complete, and
 * when it is rolled back. A rollback therefore keeps the settings; an apply of the former values brings the former
 * settings back.
 *
 * A declaration that tasks refuse would keep tasks of a former definition from starting as well, so it is refused here.
 */
export class SettingsDeclaration extends Construct {
  readonly arn: string;
  /** Tells a container where the declaration is. */
  readonly environment: Readonly<Record<string, string>>;
  /** Labels of a container: another declaration makes another revision, whose tasks apply it. */
  readonly labels: Readonly<Record<string, string>>;
  /** ARNs of the secrets with the values of secret settings. */
  readonly secretArns: readonly string[];

  constructor(scope: Construct, id: string, { installation, settings, dependsOn }: SettingsDeclarationProps) {
    super(scope, id);
    const list = conditionalList(declarations(settings));
    const text = new TerraformLocal(this, "json", tf`jsonencode(${list})`).asString;
    const tooLong = tf`[for setting in jsondecode(${text}) : setting.name if length(lookup(setting, "value", "")) > ${LONGEST_VALUE}]`;
    const parameter = new SsmParameter(this, "Default", {
      name: settingsParameterName(installation.names),
      description: "Settings inside OpenEMR that Terraform decides. Tasks apply them when they start.",
      type: "String",
      tier: "Standard",
      insecureValue: text,
      lifecycle: {
        precondition: [
          {
            condition: tf`length(${tooLong}) == 0`,
            errorMessage: `OpenEMR keeps at most ${LONGEST_VALUE} characters of a setting, and these are longer: ${tf`join(", ", ${tooLong})`}. Shorten the variables that they are made of.`,
          },
          {
            condition: tf`length(${text}) <= ${LONGEST_DECLARATION}`,
            errorMessage: `What is declared of OpenEMR's settings has ${tf`length(${text})`} characters, and a parameter of the standard tier at most ${LONGEST_DECLARATION}. Shorten the variables that it is made of.`,
          },
        ],
      },
      dependsOn,
    });
    this.arn = parameter.arn;
    this.environment = { SETTINGS_PARAMETER: this.arn };
    this.labels = { "openemr.settings": tfString`sha256(${text})` };
    this.secretArns = [...new Set(settings.filter(isSecret).map(({ secret }) => secret.arn))];
  }
}
