import { DescribeImagesCommand } from "@aws-sdk/client-ecr";
import type { Clients } from "../account";
import type { CheckedEnvironment } from "../environment";
import { type Answer, type Question, right, unknown, wrong } from "../question";

const TIMEOUT_MS = 20_000;
const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** Where Docker Hub answers; a test has its own. */
export interface DockerHub {
  readonly auth: string;
  readonly registry: string;
}

const ECR = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/(.+)$/;

/** Whether the image of OpenEMR can be pulled by its name. */
export function imageQuestion({ ecr }: Clients, environment: CheckedEnvironment, hub: DockerHub): Question {
  const repository = environment.text("openemr_image_repository")!;
  const version = environment.text("openemr_version")!;
  const [tag, digest] = version.split("@") as [string, string?];
  return {
    area: "Image",
    what: `${repository}:${version}`,
    ask: () => {
      const own = ECR.exec(repository);
      if (own) return inEcr(ecr, environment, own[1]!, own[3]!, { tag, digest });
      const onHub = /^(docker\.io\/)?([\w-]+\/[\w.-]+)$/.exec(repository)?.[2];
      if (onHub) return inDockerHub(hub, onHub, digest ?? tag);
      return Promise.resolve(
        unknown("this registry is not asked", `docker manifest inspect ${repository}:${version}`),
      );
    },
  };
}

async function inDockerHub(hub: DockerHub, repository: string, reference: string): Promise<Answer> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const scope = `service=registry.docker.io&scope=repository:${repository}:pull`;
  const { token } = (await (await fetch(`${hub.auth}/token?${scope}`, { signal })).json()) as {
    token?: string;
  };
  const address = `${hub.registry}/v2/${repository}/manifests/${reference}`;
  const headers = { authorization: `Bearer ${token}`, accept: MANIFESTS };
  const { status } = await fetch(address, { method: "HEAD", headers, signal });
  if (status === 200) return right("Docker Hub has it");
  if (status === 404)
    return wrong("Docker Hub has no such tag", "set openemr_version to one of docs/images.md");
  if (status === 429) {
    // Tasks have other addresses.
    return unknown(
      "Docker Hub answers this machine no more for some hours, and may answer tasks",
      "enable_image_pull_through_cache = true, by which tasks need it no more (docs/images.md)",
    );
  }
  return unknown(`Docker Hub answers ${status}`);
}

async function inEcr(
  ecr: Clients["ecr"],
  { region }: CheckedEnvironment,
  registryId: string,
  repositoryName: string,
  { tag, digest }: { readonly tag: string; readonly digest?: string },
): Promise<Answer> {
  try {
    const imageIds = [digest ? { imageDigest: digest } : { imageTag: tag }];
    await ecr.send(new DescribeImagesCommand({ registryId, repositoryName, imageIds }));
    return right("ECR has it");
  } catch (error) {
    const { name } = error as Error;
    if (!/^(ImageNotFound|RepositoryNotFound)Exception$/.test(name)) throw error;
    const where = `--region ${region} --repository-name ${repositoryName}`;
    return wrong(`${name} in ECR`, `push it, or look for another: aws ecr list-images ${where}`);
  }
}
