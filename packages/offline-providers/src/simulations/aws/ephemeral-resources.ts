import type { CtyType } from "../../cty/types";
import { attribute, type Members } from "../../schema/model";

const argument = (name: string, type: CtyType = "string") => attribute(name, type, { optional: true });
const result = (name: string, type: CtyType = "string") => attribute(name, type, { computed: true });
const secretResult = (name: string) => attribute(name, "string", { computed: true, sensitive: true });

/**
 * The ephemeral resources that are answered. The generated packages know none, so their documented schemas
 * are written down here.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/ephemeral-resources/secretsmanager_secret_version
 */
export const EPHEMERAL_RESOURCES: Record<string, Members> = {
  aws_secretsmanager_random_password: [
    argument("exclude_characters"),
    argument("exclude_lowercase", "bool"),
    argument("exclude_numbers", "bool"),
    argument("exclude_punctuation", "bool"),
    argument("exclude_uppercase", "bool"),
    argument("include_space", "bool"),
    argument("password_length", "number"),
    secretResult("random_password"),
    argument("region"),
    argument("require_each_included_type", "bool"),
  ],
  aws_secretsmanager_secret_version: [
    result("arn"),
    result("created_date"),
    argument("region"),
    secretResult("secret_binary"),
    attribute("secret_id", "string", { required: true }),
    secretResult("secret_string"),
    attribute("version_id", "string", { optional: true, computed: true }),
    attribute("version_stage", "string", { optional: true, computed: true }),
    result("version_stages", ["list", "string"]),
  ],
};
