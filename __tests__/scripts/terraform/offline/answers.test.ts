import { ATTRIBUTES as KNOWN_ATTRIBUTES } from "../../../../packages/offline-providers/src/simulations/aws/attributes";
import { DATA_SOURCES as KNOWN_DATA_SOURCES } from "../../../../packages/offline-providers/src/simulations/aws/data-sources";
import { IDENTITIES as KNOWN_IDENTITIES } from "../../../../packages/offline-providers/src/simulations/aws/identities";
import { ATTRIBUTES } from "../../../../scripts/terraform/offline/attributes";
import { DATA_SOURCES } from "../../../../scripts/terraform/offline/data-sources";
import { IDENTITIES } from "../../../../scripts/terraform/offline/identities";
import { REPLACING_ARGUMENTS } from "../../../../scripts/terraform/offline/replacing-arguments";
import { SynthesizedProject } from "../../../support/synthesized-project";

const documents = ["openemr-production", "state-backend"].map((stack) =>
  SynthesizedProject.shared().document(stack),
);
const resources = new Set(documents.flatMap(({ resource }) => Object.keys(resource)));
const dataSources = new Set(documents.flatMap(({ data }) => Object.keys(data ?? {})));

/**
 * Kept on purpose: hardly a stack of others does without the first two, and the package is for others, too. By the rest
 * `npm run deploy` looks for what an interrupted creation left, in a small stack of its own.
 */
const FOR_OTHERS = [
  "aws_iam_policy_document",
  "aws_region",
  "aws_network_interface",
  "aws_resourcegroupstaggingapi_resources",
];

test.each([
  ["identities", Object.keys({ ...KNOWN_IDENTITIES, ...IDENTITIES }), resources],
  ["attributes", Object.keys({ ...KNOWN_ATTRIBUTES, ...ATTRIBUTES }), resources],
  ["replacing arguments", Object.keys(REPLACING_ARGUMENTS), resources],
  ["data sources", Object.keys({ ...KNOWN_DATA_SOURCES, ...DATA_SOURCES }), dataSources],
])("the table of %s has no row for a type that no stack has", (_, keys, used) => {
  const types = new Set(keys.map((key) => key.split(".", 1)[0]!));
  expect([...types].filter((type) => !used.has(type) && !FOR_OTHERS.includes(type))).toEqual([]);
});

test("no row of this project only repeats one of the package", () => {
  const twice = [
    ...Object.keys(IDENTITIES).filter((type) => type in KNOWN_IDENTITIES),
    ...Object.keys(ATTRIBUTES).filter((name) => name in KNOWN_ATTRIBUTES),
    ...Object.keys(DATA_SOURCES).filter((type) => type in KNOWN_DATA_SOURCES),
  ];
  expect(twice).toEqual([]);
});
