import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../src/user-error";
import { callersFolder } from "../terminal/callers-folder";

/** How a server's certificate is verified. It always is, whatever the environment says. */
export interface TlsOptions {
  readonly rejectUnauthorized: true;
  /** PEM certificates of the authorities that count. @default - the well-known ones that Node.js has */
  readonly ca?: string;
}

/** @param file the authorities that count instead of the well-known ones, in PEM; none: the well-known ones */
export function verifiedTls(file: string | undefined): TlsOptions {
  return file === undefined
    ? { rejectUnauthorized: true }
    : { rejectUnauthorized: true, ca: readAuthorities(file) };
}

function readAuthorities(file: string): string {
  try {
    const pem = readFileSync(path.resolve(callersFolder(), file), "utf8");
    new X509Certificate(pem);
    return pem;
  } catch (error) {
    throw new UserError(
      `--ca is "${file}", which has no certificate in PEM form (${(error as Error).message}). ` +
        'It must be a file that has "-----BEGIN CERTIFICATE-----" in it.',
    );
  }
}
