/** A value of a variable, in the form of Terraform's language. */
export type Setting = readonly [name: string, value: number | boolean | string | readonly string[]];

/** How large an installation is. */
export interface Size {
  readonly name: string;
  /** Whom it serves, and what it gives up. */
  readonly description: string;
  readonly settings: readonly Setting[];
}

/** All sizes, the smallest first. `environments/trial.tfvars` and `production.tfvars` are `trial` and `standard`. */
export const SIZES: readonly Size[] = [
  {
    name: "trial",
    description:
      "one or two people who look at it: half a vCPU, one task, a database that pauses when nobody uses it; the first page then takes half a minute",
    settings: [
      ["availability_zone_count", 2],
      ["single_nat_gateway", true],
      ["openemr_service_fargate_cpu", 512],
      ["openemr_service_fargate_memory", 2048],
      ["openemr_service_fargate_minimum_capacity", 1],
      ["openemr_service_fargate_maximum_capacity", 1],
      ["aurora_minimum_capacity", 0],
      ["aurora_maximum_capacity", 2],
      ["cache_maximum_storage_gb", 1],
      ["cache_maximum_ecpu_per_second", 1000],
    ],
  },
  {
    name: "small",
    description:
      "a practice of up to 20 people: two tasks in two zones, one way out to the internet, a database that never pauses",
    settings: [
      ["availability_zone_count", 2],
      ["single_nat_gateway", true],
      ["openemr_service_fargate_cpu", 1024],
      ["openemr_service_fargate_memory", 4096],
      ["openemr_service_fargate_minimum_capacity", 2],
      ["openemr_service_fargate_maximum_capacity", 6],
      ["aurora_minimum_capacity", 0.5],
      ["aurora_maximum_capacity", 16],
    ],
  },
  {
    name: "standard",
    description:
      "a clinic of up to 200 people: all in three zones, which may lose one without an interruption",
    settings: [
      ["availability_zone_count", 3],
      ["single_nat_gateway", false],
      ["openemr_service_fargate_cpu", 2048],
      ["openemr_service_fargate_memory", 4096],
      ["openemr_service_fargate_minimum_capacity", 2],
      ["openemr_service_fargate_maximum_capacity", 20],
      ["aurora_minimum_capacity", 1],
      ["aurora_maximum_capacity", 64],
    ],
  },
  {
    name: "large",
    description: "a hospital: more and larger tasks that always run, and a database that is never small",
    settings: [
      ["availability_zone_count", 3],
      ["single_nat_gateway", false],
      ["openemr_service_fargate_cpu", 4096],
      ["openemr_service_fargate_memory", 8192],
      ["openemr_service_fargate_minimum_capacity", 4],
      ["openemr_service_fargate_maximum_capacity", 30],
      ["aurora_minimum_capacity", 4],
      ["aurora_maximum_capacity", 128],
    ],
  },
];

export function sizeNamed(name: string): Size | undefined {
  return SIZES.find((size) => size.name === name);
}
