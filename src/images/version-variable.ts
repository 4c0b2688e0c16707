import { type Expression, tf, type Value } from "../terraform/expression";
import { matching } from "../terraform/rules";
import type { Rule, VariableConfig } from "../terraform/variable";
import { OPENEMR_VERSIONS, orderOfVersion } from "./openemr-versions";

/** The oldest version whose scripts this project's own run with. */
const OLDEST = "7.0.3";

const RELEASE = "[0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}([.][0-9]{1,3})?";
const DATE = "-20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
const DIGEST = "@sha256:[0-9a-f]{64}";

const supported = OPENEMR_VERSIONS.versions.map(({ version }) => version).join(", ");

const isReleased = matching(
  `${RELEASE}(${DATE})?(${DIGEST})?`,
  `a released version, with or without date and digest, such as 8.4.1, ${OPENEMR_VERSIONS.default} or 8.4.1@sha256:...`,
  `A digest stands after its version, which it does not tell. Tags such as latest, dev and next, and builds that are no release, would upgrade the database whenever a task happens to start. Supported: ${supported}.`,
);

const isNewEnough: Rule = {
  // About a value that is no version, the rule above says enough.
  holds: (value) => tf`${isReleased.holds(value)} ? ${orderOf(value)} >= ${orderOfVersion(OLDEST)} : true`,
  mustBe: `${OLDEST} or newer`,
  hint: `Older images lack what this project's start script needs. An OpenEMR that is older is upgraded to ${OLDEST} where it is, then moved. Supported: ${supported}.`,
};

export const OPENEMR_VERSION = {
  type: "string",
  default: OPENEMR_VERSIONS.default,
  description:
    "Version of OpenEMR: a tag of its image, best with a date or a digest, since a tag without them is rebuilt daily. A newer one upgrades the database when its first task starts; there is no way back but a restore.",
  rules: [isReleased, isNewEnough],
} as const satisfies VariableConfig;

/** The version in a tag: `8.4.1` of `8.4.1-2026-10-01@sha256:...`. */
export function releaseOf(tag: Value<string>): Expression<never> {
  return tf`regex("^[0-9.]+", ${tag})`;
}

/** Orders versions as {@link orderOfVersion} does. */
export function orderOf(tag: Value<string>): Expression<never> {
  const parts = tf`concat(split(".", ${releaseOf(tag)}), ["0"])`;
  return tf`tonumber(join("", formatlist("%04d", [for part in slice(${parts}, 0, 4) : tonumber(part)])))`;
}

/** True for a tag that nobody moves: with a date, or with a digest. */
export function isPinned(tag: Value<string>): Expression<never> {
  return tf`can(regex(${`${DATE}|${DIGEST}`}, ${tag}))`;
}
