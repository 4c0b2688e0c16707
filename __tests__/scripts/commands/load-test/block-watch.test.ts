import { BlockWatch } from "../../../../scripts/commands/load-test/block-watch";
import { Statistics } from "../../../../scripts/commands/load-test/statistics";

/** Each second's answers, as [status, how many]. @returns in which seconds it was taken for blocked */
function blockedIn(...seconds: (readonly [number, number])[][]): number[] {
  const watch = new BlockWatch();
  const statistics = new Statistics(0);
  return seconds.flatMap((answers, second) => {
    for (const [status, count] of answers) {
      for (let i = 0; i < count; i++) statistics.answer(status, 1, 0, false);
    }
    return watch.isBlocked(statistics) ? [second + 1] : [];
  });
}

test("three seconds of nothing but refusals are a block", () => {
  expect(blockedIn([[200, 9]], [[403, 5]], [[403, 5]], [[403, 5]])).toEqual([4]);
});

test("a few answers that were under way do not hide it, and seconds without any do not end it", () => {
  expect(
    blockedIn(
      [
        [403, 95],
        [200, 5],
      ],
      [[403, 9]],
      [],
      [[403, 9]],
    ),
  ).toEqual([4]);
});

test("some refusals among answers, or two seconds of them, are none", () => {
  const half = [
    [403, 5],
    [200, 5],
  ] as const;
  expect(blockedIn([...half], [...half], [...half], [...half])).toEqual([]);
  expect(blockedIn([[403, 5]], [[403, 5]], [[200, 5]], [[403, 5]], [[403, 5]])).toEqual([]);
});
