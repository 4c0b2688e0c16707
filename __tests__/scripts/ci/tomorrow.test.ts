import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import path from "node:path";
import { compareStacks } from "../../../scripts/ci/lib/tomorrow/cdktn";
import { onCdktn, packageOnCdktn } from "../../../scripts/ci/lib/tomorrow/cdktn-project";
import { comparePlans } from "../../../scripts/ci/lib/tomorrow/opentofu";
import { describeFindings } from "../../../scripts/ci/lib/tomorrow/parts";
import type { PlanJson } from "../../../scripts/plan/terraform-plan";
import { temporaryFolder } from "../../support/stand-in";
import { GitHubStandIn } from "./github-stand-in";
import { Job } from "./job";

const folders = temporaryFolder();

describe("the way to cdktn", () => {
  it.each([
    ['import { App } from "cdktf";', 'import { App } from "cdktn";'],
    [
      'import { Fn } from "cdktf/lib/terraform-functions";',
      'import { Fn } from "cdktn/lib/terraform-functions";',
    ],
    ['from "@cdktf/provider-aws/lib/vpc"', 'from "@cdktn/provider-aws/lib/vpc"'],
    ["// cdktf keeps a stack trace", "// cdktf keeps a stack trace"],
    ['"cdktf.json"', '"cdktf.json"'],
  ])("%s", (before, after) => expect(onCdktn(before)).toBe(after));

  it("takes the newest packages, and none that a synthesis does not need", () => {
    const dependencies = {
      cdktf: "0.21.0",
      "@cdktf/provider-aws": "21.0.0",
      "cdktf-cli": "0.21.0",
      constructs: "10.4.3",
      tsx: "4.23.15",
    };
    expect(
      packageOnCdktn({
        name: "x",
        dependencies,
        devDependencies: { mysql2: "1", "offline-providers": "1" },
        overrides: {},
      }),
    ).toEqual({
      name: "x",
      dependencies: { cdktn: "latest", "@cdktn/provider-aws": "latest", constructs: "*", tsx: "4.23.15" },
      devDependencies: { mysql2: "1" },
    });
  });

  it("compares each stack but for the provider's source and version, and cdktf's own note", () => {
    const stacks = (name: string, more: Record<string, object>) => {
      const folder = mkdtempSync(path.join(folders, "stacks-"));
      for (const [stack, content] of Object.entries(more)) {
        mkdirSync(path.join(folder, "stacks", stack), { recursive: true });
        const document = {
          "//": { metadata: { version: name } },
          terraform: { backend: { local: {} }, required_providers: { aws: { source: `${name}/aws` } } },
          ...content,
        };
        writeFileSync(path.join(folder, "stacks", stack, "cdk.tf.json"), JSON.stringify(document));
      }
      return folder;
    };
    const before = stacks("aws", { a: { resource: { x: 1 } }, b: {} });
    expect(compareStacks(before, stacks("hashicorp/aws", { a: { resource: { x: 1 } }, b: {} }))).toEqual([]);
    expect(compareStacks(before, stacks("aws", { a: { resource: { x: 2 } } }))).toEqual([
      "a: resource.x: 1 on cdktf, 2 on cdktn",
      expect.stringMatching(/^b: : \{.*\} on cdktf, nothing on cdktn$/),
    ]);
  });
});

it("compares what Terraform and OpenTofu plan, and not how they write it", () => {
  const plan = (size: number, version: string) =>
    ({
      terraform_version: version,
      resource_changes: [{ address: "a.b", change: { actions: ["create"], after: { size } } }],
    }) as unknown as PlanJson;
  expect(comparePlans(plan(1, "1.11.4"), plan(1, "1.12.0"))).toEqual([]);
  expect(comparePlans(plan(1, "1.11.4"), plan(2, "1.12.0"))).toEqual([
    "resources.a.b.after.size: 1 by Terraform, 2 by OpenTofu",
  ]);
});

describe("the issues", () => {
  const github = new GitHubStandIn();
  let job: Job;
  beforeAll(async () => {
    await github.start();
    job = new Job({ GITHUB_API_URL: github.url });
    mkdirSync(path.join(job.folder, "report"));
  });
  afterAll(() => {
    github.stop();
    job?.remove();
  });

  it("are one for each part that differs or did not end, and close once nothing differs", async () => {
    job.write("report/cdktn.md", describeFindings(["resource.x: 1 on cdktf, 2 on cdktn\n@everybody"]));
    job.write("report/opentofu.md", describeFindings([]));
    expect(await job.step("tell-tomorrow", ["report"])).toMatchObject({ code: 0 });
    const open = () => github.issues.filter(({ state }) => state !== "closed").map(({ title }) => title);
    expect(open()).toEqual([
      "The newest cdktn makes other stacks",
      "The newest AWS provider plans something else",
    ]);
    expect(github.issues[0]!.body).toContain("\n    resource.x: 1 on cdktf, 2 on cdktn @everybody\n");
    expect(github.issues[1]!.body).toContain("The job ended without a report.");

    job.write("report/cdktn.md", "");
    job.write("report/provider.md", "");
    expect(await job.step("tell-tomorrow", ["report"])).toMatchObject({ code: 0 });
    expect(open()).toEqual([]);
  });

  it("say a hundred lines at most", () => {
    const text = describeFindings(Array.from({ length: 120 }, (_, line) => `line ${line}`));
    expect(text.split("\n")).toHaveLength(102);
    expect(text).toContain("20 more are in the run.");
  });
});
