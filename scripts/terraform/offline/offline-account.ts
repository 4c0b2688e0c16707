import {
  type OfflineProviders,
  type OfflineProvidersOptions,
  startOfflineProviders,
} from "#offline-providers";
import { ATTRIBUTES } from "./attributes";
import { DATA_SOURCES } from "./data-sources";
import { IDENTITIES } from "./identities";

interface OfflineAccountOptions extends OfflineProvidersOptions {
  /** Its number. @default - that of AWS's own documentation */
  readonly account?: string;
}

/** Starts an AWS account that exists only in this process, and that answers what this project's stacks ask. */
export function startOfflineAccount({ account, ...options }: OfflineAccountOptions = {}): OfflineProviders {
  return startOfflineProviders({
    aws: { account, identities: IDENTITIES, attributes: ATTRIBUTES, dataSources: DATA_SOURCES },
    ...options,
  });
}
