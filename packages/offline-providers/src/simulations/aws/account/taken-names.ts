import { DATA_NAMES } from "./taken-names/data";
import { NETWORK_NAMES } from "./taken-names/network";
import { SERVICE_NAMES } from "./taken-names/services";
import type { TakenName } from "./taken-names/taken-name";

/**
 * Names that are taken. Operations and codes were compared with the API models of botocore 1.43.11 on 2026-11-30; those
 * of EC2, which its model does not list, with EC2's page of error codes. `made-again.ts` has the types of which AWS makes
 * a second one, or answers with what exists already.
 */
export const TAKEN_NAMES: readonly TakenName[] = [...NETWORK_NAMES, ...DATA_NAMES, ...SERVICE_NAMES];
