import type { RequiredProvider } from "./required-provider";

/** Types, providers and modules that one file of a Terraform module mentions. */
export interface ModuleFile {
  readonly resources: readonly string[];
  readonly dataSources: readonly string[];
  readonly ephemeralResources: readonly string[];
  /** Names of arguments and blocks, whatever they belong to. */
  readonly names: readonly string[];
  readonly requiredProviders: readonly RequiredProvider[];
  /** Folders of child modules, relative to the file's own folder. */
  readonly modules: readonly string[];
  /** The state file that a local backend is told to use. */
  readonly state?: string;
}
