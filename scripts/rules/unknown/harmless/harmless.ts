import type { ChangedPart } from "../../../plan/values/differences";

/** Attributes whose change cannot hurt, whatever the value. */
export interface HarmlessAttributes {
  /** @default - every type */
  readonly types?: readonly string[];
  /** Patterns as rules have them: `rule.*.description`; one that ends in `.**` means everything below. */
  readonly paths: readonly string[];
  /** Which changes of them are meant. @default - every one */
  readonly where?: (part: ChangedPart) => boolean;
  /** Why they cannot hurt, in a sentence. */
  readonly because: string;
}

/** Types whose resources cannot hurt by an action. */
export interface HarmlessTypes {
  readonly types: readonly string[];
  readonly because: string;
}
