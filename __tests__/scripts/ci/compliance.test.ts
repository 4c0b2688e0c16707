import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Job } from "./job";

/** In the place of `npm run compliance`. */
const COMPLIANCE = `
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const out = process.argv[process.argv.indexOf("--out") + 1]!;
mkdirSync(out, { recursive: true });
if (!process.env.BREAKS) writeFileSync(join(out, "compliance.md"), "## Compliance of " + process.argv[2] + "\\n");
process.exit(Number(process.env.ENDS_WITH ?? 0));
`;

let job: Job;

beforeAll(() => {
  job = new Job();
  job.write("scripts/commands/compliance/command.ts", COMPLIANCE);
});
beforeEach(() => rmSync(path.join(job.folder, "report"), { recursive: true, force: true }));
afterAll(() => job?.remove());

const compliance = (env: NodeJS.ProcessEnv = {}) => job.step("compliance", ["trial", "--out", "report"], env);

test("the result is on the page of the run, and in the report that becomes the comment", async () => {
  mkdirSync(path.join(job.folder, "report"));
  job.write("report/review.md", "# Review\n");
  expect(await compliance()).toMatchObject({ code: 0, summary: "## Compliance of trial\n\n" });
  expect(readFileSync(path.join(job.folder, "report/review.md"), "utf8")).toBe(
    "# Review\n\n## Compliance of trial\n",
  );
});

test("a rule that fails fails the job, which says what to do", async () => {
  const { code, log, summary } = await compliance({ ENDS_WITH: "2" });
  expect([code, summary]).toEqual([1, "## Compliance of trial\n\n"]);
  expect(log).toContain("accept it in compliance.json with a reason and an owner");
  expect(existsSync(path.join(job.folder, "report/review.md"))).toBe(false);
});

test("rule packs that could not be tried fail the job", async () => {
  const { code, log } = await compliance({ ENDS_WITH: "1", BREAKS: "yes" });
  expect(code).toBe(1);
  expect(log).toContain("The rule packs could not be tried.");
});

describe("the scan of an image", () => {
  const weakness = (id: string, Severity: string, FixedVersion?: string) => ({
    VulnerabilityID: id,
    PkgName: "openssl",
    InstalledVersion: "3.0",
    Severity,
    ...(FixedVersion && { FixedVersion }),
    Title: "<b>bad</b>",
  });
  const scan = async (...found: object[]) => {
    const content = {
      SchemaVersion: 2,
      ArtifactName: "openemr/openemr:8.4.1",
      Results: [{ Vulnerabilities: found }, {}],
    };
    writeFileSync(path.join(job.folder, "trivy.json"), JSON.stringify(content));
    return job.step("image-scan", ["trivy.json", "--out", "report"]);
  };

  test("is told by severity, the worst first, as text that says nothing else", async () => {
    const { code, summary } = await scan(weakness("CVE-1", "LOW"), weakness("CVE-2", "CRITICAL"));
    expect(code).toBe(0);
    expect(summary).toContain("| 1 | 0 | 0 | 1 | 0 |");
    expect(summary.indexOf("CVE-2") < summary.indexOf("CVE-1") || summary.indexOf("CVE&#45;2") > 0).toBe(
      true,
    );
    expect(summary).toContain("not mended yet");
    expect(summary).not.toContain("<b>");
    expect(existsSync(path.join(job.folder, "report/image-scan.md"))).toBe(true);
  });

  test("fails where something critical has a fix", async () => {
    const { code, log } = await scan(weakness("CVE-2", "CRITICAL", "3.1"), weakness("CVE-3", "HIGH", "3.1"));
    expect(code).toBe(1);
    expect(log).toContain("Critical weaknesses of the image have a fix: CVE-2. Take a newer image");
  });

  test("without results has nothing to tell, and a file that is none is refused", async () => {
    expect(await scan()).toMatchObject({
      code: 0,
      summary: expect.stringContaining("| 0 | 0 | 0 | 0 | 0 |"),
    });
    expect((await job.step("image-scan", ["missing.json", "--out", "report"])).log).toContain(
      "cannot be read",
    );
  });
});
