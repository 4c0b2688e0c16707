/** A look at a version that comes after the ones in use. */
export interface Part {
  readonly title: string;
  /** Says what a difference means for the project. */
  readonly meaning: string;
}

export const PARTS = {
  cdktn: {
    title: "The newest cdktn makes other stacks",
    meaning:
      "The stacks, synthesized on the newest cdktn and its providers' packages, are not the JSON that cdktf makes. docs/cdktn.md says how the project moves; bring it up to date.",
  },
  provider: {
    title: "The newest AWS provider plans something else",
    meaning:
      "The plans of test:aws fail with the newest version 6 of the AWS provider, which `npm run deploy` takes where no lock file holds an older one.",
  },
  opentofu: {
    title: "The newest OpenTofu plans something else",
    meaning: "OpenTofu plans an environment in another way than Terraform, or not at all.",
  },
} as const satisfies Readonly<Record<string, Part>>;

export type PartName = keyof typeof PARTS;

const LINES = 100;
const LINE_LENGTH = 400;

/** Findings as an issue shows them: as code, because others wrote parts of them, and short. */
export function describeFindings(found: readonly string[]): string {
  if (found.length === 0) return "";
  const lines = found
    .slice(0, LINES)
    .map((line) => `    ${line.replaceAll(/[\r\n]+/g, " ").slice(0, LINE_LENGTH)}`);
  const rest = found.length > LINES ? [``, `${found.length - LINES} more are in the run.`] : [];
  return [...lines, ...rest].join("\n");
}
