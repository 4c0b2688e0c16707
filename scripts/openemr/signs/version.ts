import { OPENEMR_VERSIONS, orderOfVersion, versionOfTag } from "../../../src/images/openemr-versions";
import type { ReadSign } from "./sign";

/** OpenEMR's version against the newest that this project tried. */
export const readVersion: ReadSign = async (_, { environment, version }) => {
  if (version === undefined) return undefined;
  const newest = OPENEMR_VERSIONS.default;
  const order = (tag: string) => orderOfVersion(versionOfTag(tag));
  const text = `${version}, and the newest that was tried is ${newest}`;
  return order(version) < order(newest)
    ? { name: "OpenEMR", state: "not well", text, next: `npm run upgrade -- ${environment} --to ${newest}` }
    : { name: "OpenEMR", state: "well", text };
};
