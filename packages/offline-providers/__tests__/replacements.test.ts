import { UNKNOWN } from "../src/cty/types";
import { replacedBecauseOf } from "../src/lifecycle/replace";
import { replacingArguments } from "../src/simulations/aws/replacing-arguments";

const PRIOR = {
  name: "a",
  size: 1,
  tags: { b: "1", a: "2" },
  volume: [
    { name: "one", path: "/1" },
    { name: "two", path: "/2" },
  ],
};

test.each([
  ["nothing that counts", ["name"], { ...PRIOR, size: 2 }, []],
  ["an argument", ["name", "size"], { ...PRIOR, name: "b" }, ["name"]],
  ["an argument that only the apply will know", ["name"], { ...PRIOR, name: UNKNOWN }, ["name"]],
  ["the order of keys", ["tags"], { ...PRIOR, tags: { a: "2", b: "1" } }, []],
  ["a part of a block", ["volume.name"], { ...PRIOR, volume: [{ name: "x", path: "/1" }] }, ["volume"]],
  [
    "another part of a block",
    ["volume.name"],
    { ...PRIOR, volume: PRIOR.volume.map(({ name }) => ({ name, path: "/" })) },
    [],
  ],
  ["the order of a set", ["volume.name"], { ...PRIOR, volume: [...PRIOR.volume].reverse() }, []],
  ["a block as a whole", ["volume"], { ...PRIOR, volume: [] }, ["volume"]],
])("a change of %s", (_, replacing, planned, expected) => {
  expect(replacedBecauseOf(replacing, PRIOR, planned)).toEqual(expected);
});

test("types of which nothing is known are told apart from those that are never replaced", () => {
  expect(replacingArguments("aws_timestream_table")).toBeUndefined();
  expect(replacingArguments("aws_internet_gateway")).toEqual(["region"]);
  expect(replacingArguments("aws_rds_cluster")).toEqual(expect.arrayContaining(["kms_key_id", "region"]));
});
