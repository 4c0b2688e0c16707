import { type CtyObject, type CtyValue, isObject, UNKNOWN, Unknown } from "../../cty/types";
import type { Subject } from "../../simulation";
import { regionOf } from "./described-resource";

/** Attributes that the real provider knows at plan although nobody configured them. */
export function plannedValues({ type, values, provider }: Subject): CtyObject {
  return {
    ...(values.region instanceof Unknown ? { region: regionOf(provider) } : {}),
    ...("tags_all" in values ? { tags_all: allTags(values.tags ?? null, provider) } : {}),
    ...(type === "aws_acm_certificate" ? { domain_validation_options: validationOptions(values) } : {}),
  };
}

/** The resource's own tags over the provider's default tags; known at plan as far as they are. */
function allTags(tags: CtyValue, provider: CtyObject): CtyValue {
  const blocks = provider.default_tags;
  if (tags instanceof Unknown || blocks instanceof Unknown) return UNKNOWN;
  const defaults = (Array.isArray(blocks) && isObject(blocks[0]) ? blocks[0].tags : null) ?? null;
  if (defaults instanceof Unknown) return UNKNOWN;
  return { ...(isObject(defaults) ? defaults : {}), ...(isObject(tags) ? tags : {}) };
}

/** The records that prove a domain: which domains is known at plan, so that a `for_each` can be over them. */
function validationOptions({
  domain_name,
  subject_alternative_names: others,
  domain_validation_options,
}: CtyObject) {
  const isNew = domain_validation_options instanceof Unknown;
  if (!isNew || typeof domain_name !== "string") return domain_validation_options!;
  const names = Array.isArray(others) ? others : [];
  if (names.some((name) => name instanceof Unknown)) return UNKNOWN;
  return [...new Set([domain_name, ...names])].map((name) => ({
    domain_name: name as string,
    resource_record_name: UNKNOWN,
    resource_record_type: UNKNOWN,
    resource_record_value: UNKNOWN,
  }));
}
