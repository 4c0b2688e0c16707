import { UNKNOWN } from "../src/cty/types";
import { replacedBecauseOf } from "../src/lifecycle/replace";
import { changeOf, Fixture } from "./fixture";

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

describe("a provider that was told what it cannot change", () => {
  const cluster = (values: object) => ({
    resource: {
      aws_rds_cluster: { main: { cluster_identifier: "main", engine: "aurora-mysql", ...values } },
    },
  });
  let fixture: Fixture;
  beforeAll(async () => {
    const replacements = { aws_rds_cluster: ["kms_key_id"] };
    fixture = await Fixture.create(cluster({ port: 3306 }), { replacements });
    await fixture.apply();
  });
  afterAll(() => fixture.close());

  it("replaces where that changes, and changes all else in place", async () => {
    fixture.configure(cluster({ port: 3307 }));
    expect(changeOf(await fixture.plan(), "aws_rds_cluster.main").actions).toEqual(["update"]);
    fixture.configure(cluster({ port: 3306, kms_key_id: "arn:aws:kms:eu-west-1:123456789012:key/other" }));
    expect(changeOf(await fixture.plan(), "aws_rds_cluster.main").actions).toEqual(["delete", "create"]);
  });
});
