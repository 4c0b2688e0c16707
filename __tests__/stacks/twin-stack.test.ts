import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { OpenEmrStack } from "../../src/stacks/openemr-stack";
import { TwinStack } from "../../src/stacks/twin-stack";
import { readStateSettings } from "../../src/state/state-settings";

const scratch = mkdtempSync(path.join(tmpdir(), "twin-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** The folder of a second environment's stack: beside a first one as its twin, or made alone. */
function synthesizeSecond(outdir: string, settings: object, { asTwin }: { asTwin: boolean }): string {
  const app = new App({ outdir: path.join(scratch, outdir) });
  const state = readStateSettings(settings, {});
  const props = { environment: "second", state };
  if (asTwin) {
    const first = new OpenEmrStack(app, "openemr-first", { environment: "first", state });
    new TwinStack(app, "openemr-second", { ...props, of: first });
  } else {
    new OpenEmrStack(app, "openemr-second", props);
  }
  app.synth();
  return path.join(app.outdir, "stacks", "openemr-second");
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((file) => path.relative(folder, path.join(file.parentPath, file.name))).sort();
}

test.each([
  ["s3", { kind: "s3", bucket: "clinic-states", region: "us-east-1", lockTable: "locks" }],
  ["cloud", { kind: "cloud", organization: "clinic" }],
  ["unset", {}],
])("a twin is to the byte what its environment would be alone, with its state in %s", (kind, settings) => {
  const alone = synthesizeSecond(`${kind}-alone`, settings, { asTwin: false });
  const twin = synthesizeSecond(`${kind}-twin`, settings, { asTwin: true });
  const files = filesIn(alone);
  expect(files).toContain("cdk.tf.json");
  expect(files.filter((file) => file.endsWith("function.zip")).length).toBeGreaterThan(3);
  expect(filesIn(twin)).toEqual(files);
  for (const file of files) {
    expect(readFileSync(path.join(twin, file)).equals(readFileSync(path.join(alone, file)))).toBe(true);
  }
});

test("a twin keeps no former version of a function's code", () => {
  const folder = synthesizeSecond("again", {}, { asTwin: true });
  const [code] = filesIn(folder).filter((file) => file.endsWith("function.zip"));
  const former = path.join(folder, code!, "..", "..", "0123");
  mkdirSync(former);
  synthesizeSecond("again", {}, { asTwin: true });
  expect(existsSync(former)).toBe(false);
});
