import { AWS_TYPES } from "../../src/aws/types";
import { compareTitles } from "../plan/capabilities";
import type { Rule, Rules } from "./rule";
import { applicationRules } from "./rules/application";
import { cacheRules } from "./rules/cache";
import { databaseRules } from "./rules/database";
import { edgeRules } from "./rules/edge";
import { encryptionRules } from "./rules/encryption";
import { monitoringRules } from "./rules/monitoring";
import { networkRules } from "./rules/network";
import { serverlessRules } from "./rules/serverless";
import { storageRules } from "./rules/storage";

export const RULES: Rules = {
  ...edgeRules,
  ...networkRules,
  ...applicationRules,
  ...databaseRules,
  ...cacheRules,
  ...storageRules,
  ...encryptionRules,
  ...monitoringRules,
  ...serverlessRules,
};

const FREE: Rule = {};

const ORDER = Object.values(RULES).flatMap(({ charges = [], usage = [] }) =>
  [...charges, ...usage].map(({ what }) => what),
);

interface Line {
  readonly capability: string;
  readonly what: string;
}

/** Sorts lines by capability, as the preview has them, and within each as the rules have them. */
export function compareLines(one: Line, other: Line): number {
  const place = ({ what }: Line) => ORDER.lastIndexOf(what);
  return compareTitles(one.capability, other.capability) || place(one) - place(other);
}

/** Free types of resources that are not AWS's, or that people add to an installation. */
export const OTHER_FREE_TYPES: readonly string[] = ["random_id", "terraform_data"];

/** How a type of resource is billed; `undefined` for one that nobody has looked at. */
export function ruleFor(type: string): Rule | undefined {
  const isFree = AWS_TYPES[type]?.free || OTHER_FREE_TYPES.includes(type);
  return RULES[type] ?? (isFree ? FREE : undefined);
}
