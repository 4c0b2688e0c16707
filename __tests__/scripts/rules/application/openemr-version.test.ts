import { openEmrVersion } from "../../../../scripts/rules/application/openemr-version";
import { added, findings, replaced } from "../stack-of";

const ADDRESS = "aws_ecs_task_definition.application_task";
const DIGEST = `@sha256:${"0".repeat(64)}`;

const definitions = (image: string, version?: string) => ({
  container_definitions: JSON.stringify([
    { name: "certificate", image },
    { name: "openemr", image, dockerLabels: { other: "1", ...(version && { "openemr.version": version }) } },
  ]),
});

function told(before: string, after: string): string[] {
  const change = replaced(ADDRESS, definitions(before), definitions(after), ["container_definitions"]);
  return findings(openEmrVersion, change).map(({ severity, title }) => `${severity}: ${title}`);
}

test.each([
  [
    "openemr/openemr:7.0.3",
    "openemr/openemr:8.4.1-2026-10-01",
    "danger: upgrades OpenEMR from 7.0.3 to 8.4.1",
  ],
  ["openemr/openemr:8.0.0", "openemr/openemr:8.0.0.3", "danger: upgrades OpenEMR from 8.0.0 to 8.0.0.3"],
  ["r.example:5000/o:9.0.0", "r.example:5000/o:10.0.0", "danger: upgrades OpenEMR from 9.0.0 to 10.0.0"],
  ["openemr/openemr:8.4.1", "openemr/openemr:8.2.0", "danger: goes back from OpenEMR 8.4.1 to 8.2.0"],
  ["openemr/openemr:8.4.1", "openemr/openemr:8.4.1-2026-10-01", "notice: has another image of OpenEMR 8.4.1"],
  [
    "openemr/openemr:8.4.1",
    `openemr/openemr${DIGEST}`,
    "warning: has another image of OpenEMR, which may be of another version",
  ],
])("%s to %s", (before, after, says) => {
  const [severity, text] = says.split(": ");
  const [found, ...others] = told(before, after);
  expect(others).toEqual([]);
  expect(found).toMatch(new RegExp(`^${severity}: Application: .*${text!.replaceAll(".", "\\.")}$`));
});

test("images that are given by their digests have their version in a label", () => {
  const [before, after] = ["8.2.0@sha256:1", "8.4.1-2026-10-01@sha256:2"].map((tag) =>
    definitions(`o/o@${tag.split("@")[1]}`, tag),
  ) as [object, object];
  expect(findings(openEmrVersion, replaced(ADDRESS, { ...before }, { ...after }))).toMatchObject([
    { severity: "danger", title: expect.stringMatching(/upgrades OpenEMR from 8\.2\.0 to 8\.4\.1$/) },
  ]);
});

test("the same image, a new task and one that nobody knows yet say nothing", () => {
  expect(told("openemr/openemr:8.4.1", "openemr/openemr:8.4.1")).toEqual([]);
  expect(findings(openEmrVersion, added(ADDRESS, definitions("openemr/openemr:8.4.1")))).toEqual([]);
  expect(findings(openEmrVersion, replaced(ADDRESS, definitions("openemr/openemr:8.4.1"), {}))).toEqual([]);
  expect(
    findings(openEmrVersion, replaced(ADDRESS, { container_definitions: "{" }, definitions("a:1.2.3"))),
  ).toEqual([]);
});

test("an upgrade says that there is no way back, and a step back what comes first", () => {
  const why = (before: string, after: string) =>
    findings(openEmrVersion, replaced(ADDRESS, definitions(before), definitions(after)))[0]!.why;
  expect(why("o/o:8.2.0", "o/o:8.4.1")).toContain("the only way back is a restore: take a backup first");
  expect(why("o/o:8.4.1", "o/o:8.2.0")).toContain("stop OpenEMR, deploy this, restore the backup");
});
