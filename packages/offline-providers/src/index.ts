export { type CtyObject, type CtyType, type CtyValue, canonicalJson, Unknown } from "./cty/types";
export type { ValueMaker } from "./lifecycle/complete";
export type { Action, Failure, FailureInjector, Operation } from "./lifecycle/failures";
export { OfflineProviders, type OfflineProvidersOptions, startOfflineProviders } from "./offline-providers";
export type { Call } from "./operation-record";
export {
  type Attribute,
  attribute,
  block,
  type Member,
  type Members,
  type NestedBlock,
} from "./schema/model";
export { isSecretName } from "./schema/secret-names";
export type { Seed } from "./seed";
export type { ServedProvider } from "./served-stack";
export { type Change, SimulatedError, type Simulation, type Subject } from "./simulation";
export { MADE_AGAIN } from "./simulations/aws/account/made-again";
export { WITH_NEW_ROLES } from "./simulations/aws/account/new-role-rules";
export { REFUSAL_RULES } from "./simulations/aws/account/refusal-rules";
export { REGION_GAPS, type RegionGap } from "./simulations/aws/account/region-gaps";
export type { RefusalKind, RefusalRule } from "./simulations/aws/account/rule";
export type {
  AccountSnapshot,
  Existing,
  SimulatedAccount,
} from "./simulations/aws/account/simulated-account";
export { TAKEN_NAMES } from "./simulations/aws/account/taken-names";
export type { AttributeMaker, AwsAnswers, DataSourceAnswer } from "./simulations/aws/aws-answers";
export type { DescribedResource } from "./simulations/aws/described-resource";
export type { Identity } from "./simulations/aws/identity";
export type { SecretStore } from "./simulations/aws/secret-store";
export { UnsupportedError } from "./unsupported-error";
