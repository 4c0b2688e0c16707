import {
  OPENEMR_VERSIONS,
  orderOfVersion,
  type VersionTable,
  versionOfTag,
} from "../../../src/images/openemr-versions";
import { UserError } from "../../../src/user-error";

/** A tag of OpenEMR's image that stands for a release, as the variable `openemr_version` takes it. */
const TAG = /^\d{1,3}\.\d{1,3}\.\d{1,3}(\.\d{1,3})?(-20\d\d-\d\d-\d\d)?(@sha256:[0-9a-f]{64})?$/;

/** @throws UserError where no upgrade leads from the one to the other */
export function refuseWay(environment: string, from: string, to: string): void {
  if (!TAG.test(to)) {
    throw new UserError(
      `--to is "${to}", but must be a released version, with or without date and digest, such as ${OPENEMR_VERSIONS.default}.`,
    );
  }
  if (orderOfVersion(versionOfTag(to)) >= orderOfVersion(versionOfTag(from))) return;
  throw new UserError(
    `--to is "${to}", but ${environment} runs ${from}, and OpenEMR's database does not go back to an older version. ` +
      `The way back is a restore: npm run upgrade -- ${environment} --back after an upgrade by this command, else npm run restore.`,
  );
}

/** Says what is known of the way, a sentence a line. */
export function describeWay(from: string, to: string, table: VersionTable = OPENEMR_VERSIONS): string[] {
  const [old, next] = [versionOfTag(from), versionOfTag(to)];
  const target = table.versions.find(({ version }) => version === next);
  return [tried(target?.tried ?? undefined, old, next, table), ...mended(old, next, table)];
}

function tried(
  trial: { readonly on: string; readonly passed: readonly string[] } | undefined,
  from: string,
  to: string,
  { versions }: VersionTable,
): string {
  if (!versions.some(({ version }) => version === to)) {
    const known = versions.map(({ version }) => version).join(", ");
    return `OpenEMR ${to} is none of the versions that this project supports (${known}), so nobody has tried this way. Rehearse it in another environment first.`;
  }
  const scenario = from === to ? "a patch" : `an upgrade from ${from} while an old task serves`;
  if (trial?.passed.includes(scenario)) {
    return `The way from ${from} to ${to} passed this project's tests on ${trial.on}: ${scenario}.`;
  }
  const others = trial?.passed.flatMap((name) => /^an upgrade from (\S+)/.exec(name)?.[1] ?? []) ?? [];
  const but = others.length > 0 ? `; upgrades from ${others.join(" and ")} were` : "";
  return `The way from ${from} to ${to} was not tried by this project${but}. Rehearse it in another environment first.`;
}

function mended(from: string, to: string, { vulnerabilities }: VersionTable): string[] {
  const ids = vulnerabilities
    .filter(({ before }) => {
      const order = orderOfVersion(before);
      return orderOfVersion(from) < order && order <= orderOfVersion(to);
    })
    .map(({ id }) => id);
  return ids.length > 0 ? [`It mends ${ids.join(", ")}.`] : [];
}
