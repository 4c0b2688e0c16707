import { writeFileSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { ECRClient } from "@aws-sdk/client-ecr";
import { imagesInEcr, readEcrScan } from "../../../../../scripts/commands/compliance/scan/ecr-scan";
import { isUrgent, mendingOf } from "../../../../../scripts/commands/compliance/scan/image-scan";
import { readTrivyScan } from "../../../../../scripts/commands/compliance/scan/trivy-scan";
import { plannedStack } from "../../../../../scripts/plan/planned-stack";
import { temporaryFolder } from "../../../../support/stand-in";
import { change, plan } from "../../../plan/plan-fixture";

const folder = temporaryFolder();

function trivy(content: unknown) {
  const file = path.join(folder, "trivy.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return readTrivyScan(file, "trivy.json");
}

describe("a scan by Trivy", () => {
  const found = (VulnerabilityID: string, Severity: string, FixedVersion?: string) => ({
    VulnerabilityID,
    PkgName: "openssl",
    InstalledVersion: "3.0",
    Severity,
    FixedVersion,
  });

  test("has the worst first, and what can be mended before what cannot", () => {
    const Vulnerabilities = [found("C-1", "LOW"), found("C-2", "CRITICAL"), found("C-3", "CRITICAL", "3.1")];
    const { image, weaknesses } = trivy({
      ArtifactName: "openemr/openemr:8.4.1",
      Results: [{ Vulnerabilities }, {}],
    });
    expect(image).toBe("openemr/openemr:8.4.1");
    expect(weaknesses.map((one) => [one.rule, one.severity, mendingOf(one), isUrgent(one)])).toEqual([
      ["C-3", "critical", "mended in 3.1", true],
      ["C-2", "critical", "not mended yet", false],
      ["C-1", "low", "not mended yet", false],
    ]);
  });

  test("may have found nothing; what is no scan is refused", () => {
    expect(trivy({ ArtifactName: "a:1", Results: null }).weaknesses).toEqual([]);
    expect(() => trivy({ accepted: [] })).toThrow(
      /^--scan is trivy\.json, .*it names no image\. Run trivy image/,
    );
    expect(() => trivy("CRITICAL")).toThrow(/^--scan is trivy\.json, which is not JSON/);
    expect(() => readTrivyScan(path.join(folder, "no.json"), "no.json")).toThrow(/cannot be read/);
  });
});

const IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/clinic-hub/openemr/openemr:8.4.1";
const INDEX = "application/vnd.oci.image.index.v1+json";
const ONE = "application/vnd.oci.image.manifest.v1+json";

/** ECR's HTTP interface with names and forms of botocore 1.43.11's model, read on 2026-11-30. */
function ecr(answers: Readonly<Record<string, object>>) {
  const asked: object[] = [];
  const handle = async (request: { headers: Record<string, string>; body: Uint8Array }) => {
    const operation = request.headers["x-amz-target"]!.split(".").at(-1)!;
    const input = JSON.parse(Buffer.from(request.body).toString("utf8"));
    asked.push({ operation, ...input });
    const answer = answers[input.nextToken ? `${operation} ${input.nextToken}` : operation];
    if (!answer) throw new Error(`Nothing answers ${operation} ${JSON.stringify(input)}.`);
    const isError = "__type" in answer;
    const headers = { "content-type": "application/x-amz-json-1.1" };
    return {
      response: { statusCode: isError ? 400 : 200, headers, body: Readable.from([JSON.stringify(answer)]) },
    };
  };
  const client = new ECRClient({
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    requestHandler: { handle } as never,
    maxAttempts: 1,
  });
  return { client, asked };
}

const manifest = (imageManifestMediaType: string, manifests: object[] = []) => ({
  images: [
    {
      imageId: { imageDigest: "sha256:index" },
      imageManifestMediaType,
      imageManifest: JSON.stringify({ manifests }),
    },
  ],
});
const PLATFORMS = [
  { digest: "sha256:amd", platform: { architecture: "amd64", os: "linux" } },
  { digest: "sha256:arm", platform: { architecture: "arm64", os: "linux" } },
];

describe("ECR's own scan", () => {
  test("is that of the platform that tasks run on, with all of its pages", async () => {
    const page = (name: string, severity: string) => ({
      findings: [
        { name, severity, description: "Bad.", attributes: [{ key: "package_name", value: "zlib" }] },
      ],
    });
    const { client, asked } = ecr({
      BatchGetImage: manifest(INDEX, PLATFORMS),
      DescribeImageScanFindings: {
        imageScanStatus: { status: "COMPLETE" },
        imageScanFindings: page("CVE-1", "INFORMATIONAL"),
        nextToken: "2",
      },
      "DescribeImageScanFindings 2": {
        imageScanStatus: { status: "COMPLETE" },
        imageScanFindings: page("CVE-2", "CRITICAL"),
      },
    });
    const { scanner, weaknesses } = await readEcrScan(client, IMAGE, "arm64");
    expect(scanner).toBe("ECR");
    // Whether something mends it is not told, so it counts.
    expect(
      weaknesses.map((one) => [one.rule, one.severity, one.program, mendingOf(one), isUrgent(one)]),
    ).toEqual([
      ["CVE-2", "critical", "zlib", "a newer version may mend it", true],
      ["CVE-1", "low", "zlib", "a newer version may mend it", false],
    ]);
    const repository = { registryId: "123456789012", repositoryName: "clinic-hub/openemr/openemr" };
    expect(asked[0]).toEqual({
      operation: "BatchGetImage",
      ...repository,
      imageIds: [{ imageTag: "8.4.1" }],
    });
    expect(asked[1]).toMatchObject({ ...repository, imageId: { imageDigest: "sha256:arm" } });
  });

  test("is read where it is an enhanced one, and where the image has one platform", async () => {
    const finding = (vulnerabilityId: string, fixedInVersion: string) => ({
      severity: "CRITICAL",
      title: `${vulnerabilityId} - openssl`,
      packageVulnerabilityDetails: {
        vulnerabilityId,
        vulnerablePackages: [{ name: "openssl", version: "3.0", fixedInVersion }],
      },
    });
    const { client } = ecr({
      BatchGetImage: manifest(ONE),
      DescribeImageScanFindings: {
        imageScanStatus: { status: "ACTIVE" },
        imageScanFindings: {
          enhancedFindings: [finding("CVE-1", "NotAvailable"), finding("CVE-2", "0:3.1")],
        },
      },
    });
    const { weaknesses } = await readEcrScan(client, IMAGE, "arm64");
    expect(weaknesses.map((one) => [one.rule, one.fixedIn, isUrgent(one)])).toEqual([
      ["CVE-2", "0:3.1", true],
      ["CVE-1", undefined, false],
    ]);
  });

  test.each([
    [
      "has not ended",
      { imageScanStatus: { status: "IN_PROGRESS" } },
      /has not scanned .*: it says IN_PROGRESS\. Wait/,
    ],
    [
      "cannot be made",
      { imageScanStatus: { status: "UNSUPPORTED_IMAGE", description: "No such system." } },
      /says UNSUPPORTED_IMAGE, "No such system\."\. Wait, or scan it with Trivy/,
    ],
    ["is not there", { __type: "ScanNotFoundException", message: "no" }, /ECR has no scan of .* Begin one/],
  ])("that %s is no scan without findings", async (_, answer, message) => {
    const { client } = ecr({ BatchGetImage: manifest(ONE), DescribeImageScanFindings: answer });
    await expect(readEcrScan(client, IMAGE, "arm64")).rejects.toThrow(message);
  });

  test("of an image that is not there, or not for this platform, is refused by name", async () => {
    await expect(readEcrScan(ecr({ BatchGetImage: { images: [] } }).client, IMAGE, "arm64")).rejects.toThrow(
      /^ECR has no image 8\.4\.1 in clinic-hub\/openemr\/openemr\.$/,
    );
    const { client } = ecr({ BatchGetImage: manifest(INDEX, PLATFORMS.slice(0, 1)) });
    await expect(readEcrScan(client, IMAGE, "arm64")).rejects.toThrow(/has no platform arm64/);
  });
});

test("images in ECR are those that the tasks of a stack run", () => {
  const task = (image: string, cpu_architecture: string) => ({
    container_definitions: JSON.stringify([{ image }]),
    runtime_platform: [{ cpu_architecture }],
  });
  const unchanged = (name: string, after: object) =>
    change(`aws_ecs_task_definition.application_${name}`, ["no-op"], { before: after, after });
  const { after } = plannedStack(
    plan({
      resource_changes: [
        unchanged("task", task(IMAGE, "ARM64")),
        unchanged("other", task("openemr/openemr:8.4.1", "ARM64")),
      ],
    }),
  );
  expect([...imagesInEcr(after)]).toEqual([[IMAGE, "arm64"]]);
});
