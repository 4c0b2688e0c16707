export type {
  Failure,
  FailureInjector,
  Operation,
} from "./lifecycle/failures";
export { OfflineProviders, type OfflineProvidersOptions, startOfflineProviders } from "./offline-providers";
export type { Call } from "./provider";
