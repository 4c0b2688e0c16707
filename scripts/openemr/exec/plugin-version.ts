/** Whether a version such as 1.2.700.0 is later than another. A text that is no version is not. */
export function isNewer(version: string, other: string): boolean {
  if (!/^\d+(\.\d+){0,3}$/.test(version)) return false;
  const [numbers, others] = [version, other].map((each) => each.split(".").map(Number)) as [
    number[],
    number[],
  ];
  const index = others.findIndex((number, i) => (numbers[i] ?? 0) !== number);
  return index >= 0 && (numbers[index] ?? 0) > others[index]!;
}
