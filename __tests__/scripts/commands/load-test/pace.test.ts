import { Pace } from "../../../../scripts/commands/load-test/pace";

test("with a rate, requests are due at even distances, whenever one asks", () => {
  const pace = new Pace(40, 1000);
  expect([1000, 1000, 5000].map((now) => pace.due(now))).toEqual([1000, 1025, 1050]);
});

test("without one, each is due at once", () => {
  const pace = new Pace(undefined, 1000);
  expect([1000, 1007].map((now) => pace.due(now))).toEqual([1000, 1007]);
});
