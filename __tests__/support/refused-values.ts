import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Diagnostic } from "../../scripts/terraform/diagnostic";
import { Terraform } from "../../scripts/terraform/terraform";
import { TerraformError } from "../../scripts/terraform/terraform-diagnostics";

type Values = Readonly<Record<string, unknown>>;

/** Variables as a synthesized document declares them. */
export type DeclaredVariables = Readonly<Record<string, { readonly validation?: readonly unknown[] }>>;

/** Terraform's graph grows faster than the number of modules in it. */
const AT_ONCE = 50;

/**
 * The errors that Terraform has for values of variables, for many cases in one plan: each case is a module, with the
 * variables that have a part in it and all rules that name them. A run of its own for each would take 50 times as long.
 *
 * @returns the errors of each case, in the order of the cases
 */
export async function refusalsOf(
  variables: DeclaredVariables,
  cases: readonly Values[],
): Promise<string[][]> {
  const refusals: string[][] = [];
  for (let from = 0; from < cases.length; from += AT_ONCE) {
    refusals.push(...(await refusalsOfSome(variables, cases.slice(from, from + AT_ONCE))));
  }
  return refusals;
}

async function refusalsOfSome(variables: DeclaredVariables, cases: readonly Values[]): Promise<string[][]> {
  const folder = mkdtempSync(join(tmpdir(), "refused-values-"));
  try {
    // Stays where every case was refused, as Terraform refuses a folder without any file.
    writeFileSync(join(folder, "main.tf.json"), "{}");
    for (const [index, values] of cases.entries()) {
      const name = `case_${index}`;
      mkdirSync(join(folder, name));
      const declared = JSON.stringify({ variable: concerned(variables, Object.keys(values)) });
      writeFileSync(join(folder, name, "main.tf.json"), declared);
      const called = { module: { [name]: { source: `./${name}`, ...literal(values) } } };
      writeFileSync(join(folder, `${name}.tf.json`), JSON.stringify(called));
    }
    const terraform = await Terraform.in(folder, { offline: true });
    await terraform.init();
    const refusals = cases.map((): string[] => []);
    // Terraform checks rules that name one variable first, and goes on to the others only where these hold.
    for (let errors = await errorsOf(terraform); errors.length > 0; errors = await errorsOf(terraform)) {
      for (const { range, summary, detail } of errors) {
        const [file, index] = /^case_(\d+)\.tf\.json$/.exec(range?.filename ?? "") ?? [];
        if (!file) throw new TerraformError("plan", errors);
        refusals[Number(index)]!.push(`${summary}: ${detail}`);
        rmSync(join(folder, file), { force: true });
      }
    }
    return refusals;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The variables that are given, with each rule that names one of them, and the variables that these rules name. */
function concerned(variables: DeclaredVariables, given: readonly string[]): DeclaredVariables {
  const namedBy = (name: string) =>
    [...JSON.stringify(variables[name]?.validation ?? []).matchAll(/\bvar\.(\w+)/g)].map(
      ([, named]) => named!,
    );
  const checked = Object.keys(variables).filter((name) =>
    [name, ...namedBy(name)].some((named) => given.includes(named)),
  );
  const named = new Set([...given, ...checked.flatMap(namedBy)]);
  return Object.fromEntries(
    [...named].map((name) => {
      const { validation = [], ...declared } = variables[name]!;
      return [name, checked.includes(name) ? { ...declared, validation } : declared];
    }),
  );
}

/** The values as arguments, in which Terraform would take `${` for an expression. */
function literal(values: Values): Record<string, unknown> {
  return JSON.parse(JSON.stringify(values).replaceAll("${", "$${").replaceAll("%{", "%%{"));
}

async function errorsOf(terraform: Terraform): Promise<readonly Diagnostic[]> {
  try {
    await terraform.plan();
    return [];
  } catch (error) {
    if (error instanceof TerraformError) return error.diagnostics;
    throw error;
  }
}
