import { UNKNOWN } from "../../../scripts/plan/resource";
import { differences } from "../../../scripts/plan/values/differences";

const json = (value: unknown) => JSON.stringify(value);

test.each([
  ["equal values", 1, 1, []],
  ["a changed text", "a", "b", [{ path: "x", before: "a", after: "b" }]],
  ["a value that appears", undefined, "b", [{ path: "x", before: undefined, after: "b" }]],
  ["a value that goes", "a", null, [{ path: "x", before: "a", after: undefined }]],
  ["kinds of nothing", null, "", []],
  ["an empty list for nothing", undefined, [], []],
  [
    "a value that only the apply will know",
    "a",
    UNKNOWN,
    [{ path: "x", before: "a", after: "(known after apply)" }],
  ],
  ["parts of an object", { a: 1, b: 2 }, { a: 1, b: 3 }, [{ path: "x.b", before: "2", after: "3" }]],
  [
    "JSON in texts, whatever its layout",
    '{"a":1, "b":[1]}',
    '{ "b": [1], "a": 2 }',
    [{ path: "x.a", before: "1", after: "2" }],
  ],
  ["JSON that says the same", '{"a":1,"b":2}', '{ "b": 2, "a": 1 }', []],
  ["an item less", ["a", "b"], ["b"], [{ path: "x", before: "a", after: undefined }]],
  ["items that move", ["a", "b"], ["b", "a"], [{ path: "x (order)", before: "a, b", after: "b, a" }]],
  [
    "items that only the apply will know",
    ["a", "b"],
    [UNKNOWN, UNKNOWN],
    [{ path: "x", before: "a, b", after: "(known after apply)" }],
  ],
  ["an item more of the same", ["a"], ["a", "a"], [{ path: "x", before: undefined, after: "a" }]],
  [
    "items with names, whatever their place",
    [
      { name: "one", value: 1 },
      { name: "two", value: 2 },
    ],
    [
      { name: "two", value: 3 },
      { name: "one", value: 1 },
    ],
    [{ path: "x[two].value", before: "2", after: "3" }],
  ],
  [
    "statements of a policy",
    json({ Statement: [{ Sid: "A", Action: ["s3:GetObject"] }] }),
    json({ Statement: [{ Sid: "A", Action: ["s3:GetObject", "s3:PutObject"] }] }),
    [{ path: "x.Statement[A].Action", before: undefined, after: "s3:PutObject" }],
  ],
  [
    "the one block that there is",
    [{ enabled: true }],
    [{ enabled: false }],
    [{ path: "x.enabled", before: "true", after: "false" }],
  ],
])("tells %s", (_, before, after, expected) => {
  expect(differences(before, after, "x")).toEqual(expected);
});

test("ends in what is nested without end", () => {
  const deep = (bottom: unknown) => Array.from({ length: 200 }).reduce((inner) => ({ a: inner }), bottom);
  expect(differences(deep(1), deep(2), "x")).toHaveLength(1);
});
