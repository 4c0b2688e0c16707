import { readFileSync } from "node:fs";
import path from "node:path";
import { App, TerraformStack } from "cdktf";
import { prefixOf } from "../../src/aws/physical-names";
import { checkAssignments, findEnvironment } from "../../src/environments";
import { UserError } from "../../src/user-error";
import { declareVariables } from "../../src/variables";
import { readHcl } from "../terraform/hcl";

/** The operator's choices of one environment: its file over the defaults. */
export class CheckedEnvironment {
  private constructor(
    readonly name: string,
    private readonly values: Readonly<Record<string, unknown>>,
  ) {}

  /** @param project folder of the project */
  static async read(project: string, name: string | undefined): Promise<CheckedEnvironment> {
    const environment = findEnvironment(path.join(project, "environments"), name);
    const { file } = environment;
    const defaultValues = defaults();
    checkAssignments(environment, Object.keys(defaultValues));
    const given = await readHcl(file, readFileSync(file, "utf8")).catch((error: Error) => {
      throw new UserError(`${file} cannot be read: ${error.message}`);
    });
    return new CheckedEnvironment(environment.name, { ...defaultValues, ...given });
  }

  get region(): string {
    const region = this.text("region");
    if (region) return region;
    throw new UserError(
      `environments/${this.name}.tfvars gives no region. Set region = "<code of a region>".`,
    );
  }

  /** First part of every physical name of the installation. */
  get prefix(): string {
    return prefixOf(this.text("name")!, this.name);
  }

  /** The name that people open, where it has one. */
  get hostName(): string | undefined {
    const domain = this.text("route53_domain");
    return this.text("host_name") ?? (domain && `openemr.${domain}`);
  }

  text(variable: string): string | undefined {
    const value = this.values[variable];
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  number(variable: string): number {
    return Number(this.values[variable]);
  }

  list(variable: string): readonly string[] {
    const value = this.values[variable];
    return Array.isArray(value) ? value : [];
  }

  /** Does something with these tags belong to the installation? */
  isOwn(tags: Readonly<Record<string, string>>): boolean {
    return tags.Application === this.text("name") && tags.Environment === this.name;
  }

  isOn(variable: string): boolean {
    return this.values[variable] === true;
  }
}

function defaults(): Record<string, unknown> {
  const variables = Object.values(declareVariables(new TerraformStack(new App(), "variables")));
  return Object.fromEntries(variables.map((variable) => [variable.node.id, variable.default]));
}
