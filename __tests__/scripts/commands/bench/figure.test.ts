import { type Figure, format, median, ratios, verdict } from "../../../../scripts/commands/bench/figure";

describe("median", () => {
  test("is the middle one, whatever the order", () => expect(median([9, 1, 5])).toBe(5));
  test("is between the two in the middle", () => expect(median([4, 1, 3, 100])).toBe(3.5));
  test("is the only one", () => expect(median([7])).toBe(7));
  test("sorts by value, not by spelling, and does not touch the samples", () => {
    const samples = [10, 9, 100];
    expect(median(samples)).toBe(10);
    expect(samples).toEqual([10, 9, 100]);
  });
  test("of nothing is an error", () => expect(() => median([])).toThrow("no median"));
});

describe("ratios", () => {
  test("are those of the samples of one round", () => expect(ratios([2, 30], [1, 10])).toEqual([2, 3]));
  test("need a sample on both sides", () => expect(() => ratios([1], [1, 2])).toThrow("beside it"));
});

describe("verdict", () => {
  const figure = (atMost?: number, atLeast?: number): Figure => ({
    name: "a",
    unit: "s",
    samples: [1, 2, 30],
    atMost,
    atLeast,
  });

  test("is about the median", () => expect(verdict(figure(2))).toBe("ok"));
  test("is over above the target", () => expect(verdict(figure(1.99))).toBe("over"));
  test("is below under a target that is to be reached", () => {
    expect(verdict(figure(undefined, 2))).toBe("ok");
    expect(verdict(figure(undefined, 2.01))).toBe("below");
    expect(verdict(figure(3, 1))).toBe("ok");
  });
  test("needs a target", () => expect(verdict(figure())).toBeUndefined());
});

test("a value has its unit", () => {
  expect(format(1.005, "times")).toBe("1.00 x");
  expect(format(0.456, "s")).toBe("0.46 s");
  expect(format(156.4, "MB")).toBe("156 MB");
  expect(format(31_520.97, "/s")).toBe("31,521 /s");
  expect(format(312.5, "ms")).toBe("313 ms");
});
