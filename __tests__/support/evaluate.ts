import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The parts of a synthesized document that an expression without resources can name. */
export interface Evaluable {
  readonly variable?: Readonly<Record<string, object>>;
  readonly locals?: Readonly<Record<string, unknown>>;
}

/** The value that Terraform itself gives a local; `locals` is that part of a synthesized document. */
export function evaluateLocal(locals: Record<string, unknown>, name: string): unknown {
  return evaluateExpressions({ locals }, {}, [`\${local.${name}}`])[0];
}

/**
 * The values that Terraform itself gives expressions of a synthesized document, once variables have the given values.
 * Rules of the variables are not checked.
 */
export function evaluateExpressions(
  { variable = {}, locals }: Evaluable,
  values: Readonly<Record<string, unknown>>,
  expressions: readonly unknown[],
): unknown[] {
  const folder = mkdtempSync(join(tmpdir(), "evaluate-"));
  try {
    const declared = Object.entries(variable).map(([name, { validation: _, ...block }]: [string, Rules]) => [
      name,
      block,
    ]);
    const document = {
      ...(declared.length > 0 && { variable: Object.fromEntries(declared) }),
      ...(locals && { locals }),
    };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(document, null, 1));
    writeFileSync(join(folder, "terraform.tfvars.json"), JSON.stringify(values));
    const console = spawnSync(process.env.TERRAFORM_BINARY_NAME || "terraform", ["console"], {
      cwd: folder,
      input: `jsonencode([${expressions.map(inner).join(", ")}])\n`,
      encoding: "utf8",
      env: { ...process.env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: join(folder, "none.tfrc") },
    });
    // It goes on after an error in the configuration, with a warning.
    if (console.status !== 0 || !console.stdout.startsWith('"'))
      throw new Error(console.stderr + console.stdout);
    return JSON.parse(JSON.parse(console.stdout));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * An expression without resources and data sources, which have no value before an apply: each reference is the value
 * that is known of it, or else its own text.
 */
export function withoutResources(expression: unknown, known: Readonly<Record<string, unknown>> = {}): string {
  return String(expression).replace(/\b(?:data\.)?aws_\w+\.\w+(?:\[[^\]]+\])?(?:\.\w+)*/g, (reference) =>
    JSON.stringify(known[reference] ?? reference),
  );
}

interface Rules {
  readonly validation?: unknown;
}

/** The expression within a text, which is all that the text holds. */
function inner(expression: unknown): string {
  const [, found] = /^\$\{(.*)\}$/s.exec(String(expression)) ?? [];
  if (found === undefined) throw new Error(`${JSON.stringify(expression)} is no expression.`);
  return found;
}
