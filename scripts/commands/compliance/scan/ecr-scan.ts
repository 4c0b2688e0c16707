import {
  BatchGetImageCommand,
  ECRClient,
  type EnhancedImageScanFinding,
  type ImageIdentifier,
  type ImageScanFinding,
  paginateDescribeImageScanFindings,
} from "@aws-sdk/client-ecr";
import { UserError } from "../../../../src/user-error";
import { explainingAws } from "../../../aws/aws-error";
import type { PlannedResource } from "../../../plan/resource";
import { clientSettings } from "../../../system/client-settings";
import { isObject, jsonIn } from "../../../system/json";
import { type ImageScan, type ImageWeakness, severityOf, sortWeaknesses } from "./image-scan";

/** `123456789012.dkr.ecr.us-east-1.amazonaws.com/clinic/openemr:8.4.1`, or with a digest. */
const REFERENCE =
  /^(?<registryId>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?\/(?<repositoryName>[^:@]+)(:(?<imageTag>[^@]+))?(@(?<imageDigest>.+))?$/;

const INDEXES = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];

/** Architecture of Fargate's tasks by its name in an index of images. */
const ARCHITECTURES: Readonly<Record<string, string>> = { ARM64: "arm64", X86_64: "amd64" };

interface Place {
  readonly registryId: string;
  readonly repositoryName: string;
  readonly imageId: ImageIdentifier;
}

/** Reads ECR's scans of all images in ECR that containers of a stack run. */
export function scansInEcr(resources: readonly PlannedResource[]): Promise<ImageScan[]> {
  const images = [...imagesInEcr(resources)];
  if (images.length === 0) {
    throw new UserError(
      "--scan is ecr, but no image that is known is in ECR. A copy in ECR has its name after the apply: give --state; scan an image of another registry with Trivy and give --scan <file>.",
    );
  }
  return explainingAws(
    () =>
      Promise.all(
        images.map(([image, architecture]) => {
          const { region } = REFERENCE.exec(image)!.groups!;
          return readEcrScan(new ECRClient(clientSettings(region!)), image, architecture);
        }),
      ),
    "The identity needs ecr:BatchGetImage and ecr:DescribeImageScanFindings of the repository.",
  );
}

/** Images in ECR that containers of a stack run, each with the architecture that it runs on. */
export function imagesInEcr(resources: readonly PlannedResource[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const task of resources.filter(({ type }) => type === "aws_ecs_task_definition")) {
    const containers = jsonIn(task.text("container_definitions") ?? "");
    const architecture = ARCHITECTURES[task.text("runtime_platform.0.cpu_architecture") ?? "X86_64"];
    for (const container of Array.isArray(containers) ? containers.filter(isObject) : []) {
      const image = String(container.image);
      if (REFERENCE.test(image)) found.set(image, architecture ?? "amd64");
    }
  }
  return found;
}

/** Reads the findings of ECR's own scan of an image, basic or enhanced. */
export async function readEcrScan(ecr: ECRClient, image: string, architecture: string): Promise<ImageScan> {
  const { registryId, repositoryName, imageTag, imageDigest } = REFERENCE.exec(image)!.groups!;
  const imageId = imageDigest === undefined ? { imageTag } : { imageDigest };
  const named: Place = { registryId: registryId!, repositoryName: repositoryName!, imageId };
  const place = { ...named, imageId: await scannedImage(ecr, named, architecture) };
  const weaknesses: ImageWeakness[] = [];
  try {
    for await (const { imageScanStatus: scan, imageScanFindings: page } of paginateDescribeImageScanFindings(
      { client: ecr },
      place,
    )) {
      if (!/^(COMPLETE|ACTIVE)$/.test(scan?.status ?? "")) {
        throw new UserError(
          `ECR has not scanned ${image}: it says ${scan?.status}${scan?.description ? `, "${scan.description}"` : ""}. Wait, or scan it with Trivy and give --scan <file>.`,
        );
      }
      weaknesses.push(
        ...(page?.findings ?? []).map((finding) => basic(image, finding)),
        ...(page?.enhancedFindings ?? []).map((finding) => enhanced(image, finding)),
      );
    }
  } catch (error) {
    if ((error as Error).name !== "ScanNotFoundException") throw error;
    throw new UserError(
      `ECR has no scan of ${image}. Begin one (aws ecr start-image-scan), or scan it with Trivy and give --scan <file>.`,
    );
  }
  return { image, scanner: "ECR", weaknesses: sortWeaknesses(weaknesses) };
}

/** ECR scans images of one platform, and not the index that a name with several platforms stands for. */
async function scannedImage(ecr: ECRClient, place: Place, architecture: string): Promise<ImageIdentifier> {
  const { registryId, repositoryName, imageId } = place;
  const command = new BatchGetImageCommand({ registryId, repositoryName, imageIds: [imageId] });
  const { images: [found] = [] } = await ecr.send(command);
  if (!found)
    throw new UserError(`ECR has no image ${imageId.imageDigest ?? imageId.imageTag} in ${repositoryName}.`);
  if (!INDEXES.includes(found.imageManifestMediaType ?? ""))
    return { imageDigest: found.imageId?.imageDigest };
  const index = jsonIn(found.imageManifest ?? "");
  const manifests = isObject(index) && Array.isArray(index.manifests) ? index.manifests.filter(isObject) : [];
  const own = manifests.find(({ platform }) => isObject(platform) && platform.architecture === architecture);
  if (!own)
    throw new UserError(`The image ${repositoryName} has no platform ${architecture}, which tasks run on.`);
  return { imageDigest: String(own.digest) };
}

/** Basic scans do not tell whether a newer version mends a weakness. */
function basic(
  image: string,
  { name, severity, description, attributes = [] }: ImageScanFinding,
): ImageWeakness {
  const attribute = (key: string) => attributes.find((candidate) => candidate.key === key)?.value;
  return {
    rule: name ?? "",
    resource: { address: image },
    outcome: "failed",
    severity: severityOf(severity),
    program: attribute("package_name") ?? "",
    version: attribute("package_version") ?? "",
    isFixUnknown: true,
    title: description ?? "",
  };
}

function enhanced(image: string, finding: EnhancedImageScanFinding): ImageWeakness {
  const { vulnerabilityId, vulnerablePackages: [first] = [] } = finding.packageVulnerabilityDetails ?? {};
  // Inspector writes "NotAvailable" where nothing mends it.
  const fixedIn = first?.fixedInVersion === "NotAvailable" ? undefined : first?.fixedInVersion;
  return {
    rule: vulnerabilityId ?? finding.findingArn ?? "",
    resource: { address: image },
    outcome: "failed",
    severity: severityOf(finding.severity),
    program: first?.name ?? "",
    version: first?.version ?? "",
    ...(fixedIn ? { fixedIn } : {}),
    title: finding.title ?? "",
  };
}
