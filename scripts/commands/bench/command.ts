import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import path from "node:path";
import pc from "picocolors";
import { command, type Surroundings } from "../../terminal/command";
import { renderTable } from "../../terminal/text-table";
import { findTerraform } from "../../terraform/terraform-binary";
import { COMMAND_LINE } from "./arguments";
import { median, verdict } from "./figure";
import { functionFigures, LARGE_MAIL_MEGABYTES } from "./lambda/figures";
import { bundleFunctions } from "./lambda/functions";
import { startMailEndpoint } from "./lambda/mail-endpoint";
import { functionSubjects } from "./lambda/subjects";
import { benchLoad } from "./load/bench-load";
import { type Measurement, measure } from "./measure";
import { outputSize } from "./output-size";
import { environmentFiles } from "./project-copy";
import { figuresOf, type Results, SCALE_HEADER, scaleRows } from "./results";
import { names, prepareSubjects, SCALES, type Subject } from "./subjects";
import { renderFigures } from "./table";

/** `npm run bench`: measures synthesis, preview, cost, review, the Lambda functions and the load test. */
async function bench({ runs }: { readonly runs: number }, { project }: Surroundings): Promise<void> {
  const { version } = await findTerraform();
  const busy = loadavg()[0]!;
  const scratch = mkdtempSync(path.join(tmpdir(), "openemr-bench-"));
  const endpoint = await startMailEndpoint(LARGE_MAIL_MEGABYTES);
  try {
    const functions = bundleFunctions(project, scratch);
    const subjects = [
      ...prepareSubjects(project, scratch),
      ...functionSubjects(functions, project, endpoint.url),
    ];
    const results = await run(subjects, runs, scratch);
    const load = await benchLoad({ project, scratch, runs, showProgress });
    const figures = [
      ...figuresOf(results, environmentFiles(project).length),
      ...functionFigures(functions, results),
      ...load.figures,
    ];
    const machine = { node: process.version, terraform: version, processors: cpus().length, load: busy };

    console.log(
      `Medians of ${runs} runs after a warm-up. Node.js ${machine.node.slice(1)}, Terraform ${version}, ` +
        `${machine.processors} processors with a load of ${busy.toFixed(1)} before.\n`,
    );
    console.log(`${renderFigures(figures, pc)}\n`);
    console.log(renderTable(SCALE_HEADER, scaleRows(results)));
    for (const line of load.skipped) console.log(`\n${line}`);
    const file = writeJson(project, {
      ...machine,
      runs,
      figures: figures.map((figure) => ({
        ...figure,
        median: median(figure.samples),
        verdict: verdict(figure),
      })),
      environments: environmentsIn(results),
    });
    console.log(`\nThe figures: ${path.relative(process.cwd(), file)}`);
  } finally {
    endpoint.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Measures the subjects in turns. The first turn fills caches and is not counted. */
async function run(subjects: readonly Subject[], runs: number, scratch: string): Promise<Results> {
  const measurements = new Map<string, Measurement[]>(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round <= runs; round++) {
    for (const { name, program, prepare, once = false } of subjects) {
      if (once && round !== 1) continue;
      prepare?.();
      showProgress(`${round === 0 ? "warm-up" : `run ${round} of ${runs}`}: ${name}`);
      const measurement = await measure(program, scratch);
      if (round > 0) measurements.get(name)!.push(measurement);
    }
  }
  showProgress("");
  const apps = SCALES.map(names.appOf);
  const sizes = subjects
    .filter(({ name }) => apps.includes(name))
    .map(({ name, output }) => [name, outputSize(output!)] as const);
  return { measurements, sizes: new Map(sizes) };
}

function environmentsIn({ measurements, sizes }: Results) {
  return SCALES.map((environments) => {
    const app = measurements.get(names.appOf(environments))!;
    const preview = measurements.get(names.previewOf(environments))!;
    return {
      environments,
      ...sizes.get(names.appOf(environments))!,
      seconds: median(app.map(({ seconds }) => seconds)),
      megabytes: median(app.map(({ megabytes }) => megabytes)),
      previewSeconds: median(preview.map(({ seconds }) => seconds)),
    };
  });
}

function writeJson(project: string, content: object): string {
  const file = path.join(project, "cdktf.out", "bench.json");
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
  return file;
}

/** One line that is written over, where a person looks at it. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

command(module, { ...COMMAND_LINE, run: bench });
