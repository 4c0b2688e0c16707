import { renderTable } from "../../../scripts/terminal/text-table";

test("columns are as wide as their widest cell, numbers at the right", () => {
  const table = renderTable(
    ["", "median"],
    [
      ["a long name", "1 s"],
      ["short", "100.00 s"],
      ["nothing", ""],
    ],
  );
  expect(table.split("\n")).toEqual([
    "               median",
    "-----------  --------",
    "a long name       1 s",
    "short        100.00 s",
    "nothing",
  ]);
});
