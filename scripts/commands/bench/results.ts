import type { Row } from "../../terminal/text-table";
import { type Figure, median, ratios } from "./figure";
import { RESOURCES } from "./largest-plan";
import type { Measurement } from "./measure";
import type { OutputSize } from "./output-size";
import { names, SCALES } from "./subjects";

/** All measurements of each subject, in the order of the rounds, and what its last run wrote. */
export interface Results {
  readonly measurements: ReadonlyMap<string, readonly Measurement[]>;
  readonly sizes: ReadonlyMap<string, OutputSize>;
}

/** The project's promises, on two cores. */
const TARGETS = {
  timesOneBucket: 2,
  megabytes: 250,
  // Only a bare `cdktf synth` makes all environments at once.
  megabytesOfAll: 400,
  previewSeconds: 5,
  // Not reached: Terraform's plan takes it all by itself, 5.0 times by processor time, and as long with providers that
  // answer from memory. CONTRIBUTING.md, "Speed", says what it does.
  previewTimesOneBucket: 5,
  readSeconds: 2,
  readMegabytes: 300,
};

/** The steps of a preview in which it waits for Terraform. */
const TERRAFORM_STEPS = ["plan", "show"];

const LARGEST = Math.max(...SCALES);

/** The figures, each beside its target. */
export function figuresOf(results: Results, environments: number): Figure[] {
  const { bucket, app, preview, cost, review, compliance, pairs, appOf } = names;
  const times = (name: string): Figure["samples"] => seconds(results, name);
  const growth = SCALES.slice(1).map((scale, i): Figure => {
    const before = SCALES[i]!;
    return {
      name: `Synthesis of ${scale} environments, in terms of ${before}`,
      unit: "times",
      samples: ratios(times(appOf(scale)), times(appOf(before))),
      atMost: scale / before,
    };
  });
  const terraformSteps = (results.measurements.get(preview) ?? []).map(({ stdout }) => {
    const steps = readPhases(stdout);
    return TERRAFORM_STEPS.reduce((sum, step) => sum + (steps.get(step) ?? 0), 0);
  });
  return [
    { name: "Synthesis of an app of one bucket", unit: "s", samples: times(bucket) },
    // As every command makes it.
    { name: "Synthesis of one environment", unit: "s", samples: times(appOf(1)) },
    {
      name: "  in terms of the app of one bucket",
      unit: "times",
      samples: ratios(times(appOf(1)), times(bucket)),
      atMost: TARGETS.timesOneBucket,
    },
    {
      name: "  the same by processor time",
      unit: "times",
      samples: ratios(processor(results, appOf(1)), processor(results, bucket)),
    },
    { name: "  peak memory", unit: "MB", samples: memory(results, appOf(1)), atMost: TARGETS.megabytes },
    { name: `Synthesis of the project's ${environments} environments`, unit: "s", samples: times(app) },
    ...growth,
    {
      name: `  peak memory of ${LARGEST}`,
      unit: "MB",
      samples: memory(results, appOf(LARGEST)),
      atMost: TARGETS.megabytesOfAll,
    },
    {
      name: "Preview of an environment",
      unit: "s",
      samples: times(preview),
      atMost: TARGETS.previewSeconds,
    },
    {
      name: "  in terms of the app of one bucket",
      unit: "times",
      samples: ratios(times(preview), times(bucket)),
      atMost: TARGETS.previewTimesOneBucket,
    },
    { name: "  only Terraform's own steps", unit: "times", samples: ratios(terraformSteps, times(bucket)) },
    ...phasesOf(results.measurements.get(preview) ?? []),
    { name: "  peak memory, without Terraform", unit: "MB", samples: memory(results, preview) },
    {
      name: `Cost of a plan of ${RESOURCES} resources`,
      unit: "s",
      samples: times(cost),
      atMost: TARGETS.readSeconds,
    },
    { name: "  peak memory", unit: "MB", samples: memory(results, cost), atMost: TARGETS.readMegabytes },
    {
      name: "Review of that plan, with its cost",
      unit: "s",
      samples: times(review),
      atMost: TARGETS.readSeconds,
    },
    {
      name: "  by processor time",
      unit: "s",
      samples: processor(results, review),
    },
    { name: "  peak memory", unit: "MB", samples: memory(results, review), atMost: TARGETS.readMegabytes },
    {
      name: "Compliance of that plan",
      unit: "s",
      samples: times(compliance),
      atMost: TARGETS.readSeconds,
    },
    { name: "  by processor time", unit: "s", samples: processor(results, compliance) },
    {
      name: "  peak memory",
      unit: "MB",
      samples: memory(results, compliance),
      atMost: TARGETS.readMegabytes,
    },
    {
      name: "Both",
      unit: "s",
      samples: times(review).map((taken, round) => taken + times(compliance)[round]!),
      atMost: TARGETS.readSeconds,
    },
    { name: "Plans of all pairs of toggles, measured once", unit: "s", samples: times(pairs) },
  ];
}

/** The header of the table that grows with the number of environments. */
export const SCALE_HEADER: Row = [
  "environments",
  "synthesis",
  "each",
  "peak memory",
  "JSON",
  "resources",
  "preview of one",
];

export function scaleRows(results: Results): Row[] {
  return SCALES.map((scale) => {
    const synthesis = median(seconds(results, names.appOf(scale)));
    const size = results.sizes.get(names.appOf(scale))!;
    return [
      String(scale),
      `${synthesis.toFixed(2)} s`,
      `${(synthesis / scale).toFixed(2)} s`,
      `${Math.round(median(memory(results, names.appOf(scale))))} MB`,
      `${(size.bytes / 1e6).toFixed(2)} MB`,
      String(size.resources),
      `${median(seconds(results, names.previewOf(scale))).toFixed(2)} s`,
    ];
  });
}

/** The steps that preview tells of itself, `synthesis 1.40 s, plan 1.31 s, ..., all 3.34 s`. */
export function readPhases(stdout: string): Map<string, number> {
  const line = /^Time:\s+(.*)$/m.exec(stdout)?.[1] ?? "";
  const steps = [...line.matchAll(/([a-z]+) ([\d.]+) s/g)].map(
    ([, step, time]) => [step!, Number(time)] as const,
  );
  return new Map(steps.filter(([step]) => step !== "all"));
}

function phasesOf(previews: readonly Measurement[]): Figure[] {
  const phases = previews.map(({ stdout }) => readPhases(stdout));
  return [...(phases[0]?.keys() ?? [])].map((step) => ({
    name: `  ${step}`,
    unit: "s",
    samples: phases.map((steps) => steps.get(step) ?? 0),
  }));
}

function seconds({ measurements }: Results, name: string): number[] {
  return (measurements.get(name) ?? []).map((measurement) => measurement.seconds);
}

function memory({ measurements }: Results, name: string): number[] {
  return (measurements.get(name) ?? []).map(({ megabytes }) => megabytes);
}

function processor({ measurements }: Results, name: string): number[] {
  return (measurements.get(name) ?? []).map(({ processorSeconds }) => processorSeconds);
}
