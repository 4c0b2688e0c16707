import { MADE_AGAIN, TAKEN_NAMES } from "#offline-providers";
import { IMPORTED_TYPES } from "../../../../scripts/terraform/interrupted/import-ids";
import { AWS_TYPES } from "../../../../src/aws/types";

const REFUSED = new Set(TAKEN_NAMES.map(({ type }) => type));
const TYPES = Object.keys(AWS_TYPES);

test("for each type of the stacks, the offline account refuses a second one, or it is said why AWS does not", () => {
  const neither = TYPES.filter((type) => !REFUSED.has(type) && !(type in MADE_AGAIN));
  expect(neither).toEqual([]);
});

test("no reason is for a type that no stack has", () => {
  expect(Object.keys(MADE_AGAIN).filter((type) => !TYPES.includes(type))).toEqual([]);
});

test("whatever AWS refuses to make again, a deployment finds and takes in", () => {
  const refused = TYPES.filter((type) => REFUSED.has(type) && !AWS_TYPES[type]!.administered);
  expect(refused.filter((type) => !IMPORTED_TYPES.includes(type))).toEqual([]);
  expect(refused.length).toBeGreaterThan(50);
});
