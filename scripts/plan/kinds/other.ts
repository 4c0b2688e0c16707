import type { Kind } from "../kind";

/** Types that are not in the tables of AWS's types: those of other providers, and what people add to an installation. */
export const otherKinds: Readonly<Record<string, Kind>> = {
  random_id: { one: "random id" },
  random_password: { one: "random password kept in the state", many: "random passwords kept in the state" },
  terraform_data: { one: "Terraform value" },
};
