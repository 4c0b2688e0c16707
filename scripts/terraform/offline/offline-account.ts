import {
  type OfflineProviders,
  type OfflineProvidersOptions,
  startOfflineProviders,
} from "#offline-providers";
import { ATTRIBUTES } from "./attributes";
import { DATA_SOURCES } from "./data-sources";
import { IDENTITIES } from "./identities";

/** Starts an AWS account that exists only in this process, and that answers what this project's stacks ask. */
export function startOfflineAccount(options: OfflineProvidersOptions = {}): OfflineProviders {
  return startOfflineProviders({
    aws: { identities: IDENTITIES, attributes: ATTRIBUTES, dataSources: DATA_SOURCES },
    ...options,
  });
}
