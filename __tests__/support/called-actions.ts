import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const LAMBDA = join(__dirname, "..", "..", "lambda");

/** Calls whose permission has another name, or that need none. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  // Raw messages have a permission of their own.
  "sesv2:SendEmail": ["ses:SendRawEmail"],
  "sesv2:GetAccount": ["ses:GetAccount"],
  "sesv2:ListSuppressedDestinations": ["ses:ListSuppressedDestinations"],
  "sts:GetCallerIdentity": [],
};
/** Services whose actions have another name than the client. */
const SERVICES: Readonly<Record<string, string>> = {
  "cloudwatch-logs": "logs",
  efs: "elasticfilesystem",
};

/** Folders of `lambda/` that become functions. */
export function functionFolders(): string[] {
  const folders = readdirSync(LAMBDA, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).filter((name) => filesIn(join(LAMBDA, name)).includes("handler.ts"));
}

/** Actions of the calls that a function's own code makes: commands and paginators of AWS's clients. */
export function calledBy(folder: string): string[] {
  return calledIn(join(LAMBDA, folder));
}

/** Actions that the code of any folder calls. */
export function calledIn(folder: string): string[] {
  const source = filesIn(folder)
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
  const imports = [...source.matchAll(/import \{([^}]*)\} from "@aws-sdk\/client-([\w-]+)"/g)];
  const calls = imports.flatMap(([, names, client]) =>
    [...names!.matchAll(/\b(?:(\w+)Command|paginate(\w+))\b/g)].map(
      ([, command, paginated]) =>
        `${SERVICES[client!] ?? client!.replaceAll("-", "")}:${command ?? paginated}`,
    ),
  );
  return [...new Set(calls.flatMap((call) => PERMISSIONS[call] ?? [call]))].sort();
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).filter((file) => file.endsWith(".ts"));
}
