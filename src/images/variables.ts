import type { Declare, Variable } from "../terraform/variable";
import { imageCacheVariables } from "./cache-variables";
import { OPENEMR_IMAGE_REPOSITORY } from "./repository-variable";
import { OPENEMR_VERSION } from "./version-variable";

/** The version of OpenEMR, and where its image comes from. */
export function imageVariables(declare: Declare, { region }: { readonly region: Variable<string> }) {
  const repository = declare("openemr_image_repository", OPENEMR_IMAGE_REPOSITORY);
  return {
    openemrVersion: declare("openemr_version", OPENEMR_VERSION),
    openemrImageRepository: repository,
    ...imageCacheVariables(declare, repository, region),
  };
}

/** The choices as the props of `ContainerImages`. */
export function imageOptions(variables: ReturnType<typeof imageVariables>) {
  return {
    openemrVersion: variables.openemrVersion.value,
    openemrRepository: variables.openemrImageRepository.value,
    enablePullThroughCache: variables.enableImagePullThroughCache.value,
    dockerHubCredentialArn: variables.dockerHubCredentialSecretArn.value,
  };
}
