import { readRequest } from "../../../lambda/export-database/request";

it.each([undefined, null, {}, { source: "aws.scheduler" }, "text"])(
  "exports what the setting says when the event is %j",
  (event) => {
    expect(readRequest(event, '["openemr.b","openemr.a"]')).toEqual({ only: ["openemr.a", "openemr.b"] });
  },
);

it("lets the event choose, everything included", () => {
  expect(readRequest({ only: ["openemr.a", "openemr.a"] }, '["openemr"]')).toEqual({ only: ["openemr.a"] });
  expect(readRequest({ only: [] }, '["openemr"]')).toEqual({ only: [] });
});

it.each([["openemr"], [["a.b.c"]], [["a; drop"]], [[1]], [{ a: 1 }]])("refuses %j", (only) => {
  expect(() => readRequest({ only }, "[]")).toThrow(`"only" is ${JSON.stringify(only)}, but must be a list`);
});
