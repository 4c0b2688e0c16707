const KIBI = 1024;

/** Memory in MiB that Fargate offers for each number of CPU units (Amazon ECS task definition parameters). */
export const FARGATE_MEMORY: Readonly<Record<number, readonly number[]>> = {
  256: [512, 1 * KIBI, 2 * KIBI],
  512: steps(1, 4, 1),
  1024: steps(2, 8, 1),
  2048: steps(4, 16, 1),
  4096: steps(8, 30, 1),
  8192: steps(16, 60, 4),
  16384: steps(32, 120, 8),
};

function steps(fromGib: number, toGib: number, byGib: number): number[] {
  const count = (toGib - fromGib) / byGib + 1;
  return Array.from({ length: count }, (_, i) => (fromGib + i * byGib) * KIBI);
}
