import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { UnsupportedError } from "../unsupported-error";
import { readHclFile } from "./hcl-file";
import { readJsonFile } from "./json-file";
import type { ModuleFile } from "./module-file";
import { impliedProvider, isBuiltIn, type RequiredProvider } from "./required-provider";
import { readStateFile } from "./state-file";

const DEFAULT_STATE = "terraform.tfstate";
const WORKSPACES = "terraform.tfstate.d";
/** Written by `terraform init`: where each module is. */
const INSTALLED_MODULES = join(".terraform", "modules", "modules.json");

/**
 * All types, providers and names that the files of a stack mention, or have mentioned since the first reading. It reads
 * the configuration in JSON or HCL, that of the modules (those from elsewhere once `terraform init` has fetched them),
 * and the state where it is local.
 */
export class StackFiles {
  readonly resources = new Set<string>();
  readonly dataSources = new Set<string>();
  readonly ephemeralResources = new Set<string>();
  /** Names of the arguments and blocks that are configured, or that a firewall's rules in the state have. */
  readonly names = new Set<string>();
  /** The providers that are needed, by address; Terraform's own is not among them. */
  readonly providers = new Map<string, RequiredProvider>();

  /** The last text of each file, and what it says: every command of Terraform asks, and few files change. */
  private readonly known = new Map<string, { readonly text: string; readonly module: ModuleFile }>();

  /** @param folder the root module's */
  constructor(readonly folder: string) {}

  /** Grows with whatever is mentioned for the first time. */
  get extent(): number {
    const sets = [this.resources, this.dataSources, this.ephemeralResources, this.names, this.providers];
    return sets.reduce((sum, { size }) => sum + size, 0);
  }

  /** Reads all files as they are now. */
  read(): void {
    requireFolder(this.folder);
    const states = new Set([DEFAULT_STATE, ...this.workspaceStates()]);
    const folders = new Set([this.folder, ...this.installedModules()]);
    // Grows on the way: modules name modules.
    for (const folder of folders) {
      const module = this.readModule(folder);
      this.addModule(module);
      for (const { modules, state } of module) {
        for (const child of modules) folders.add(resolve(folder, child));
        if (state && folder === this.folder) states.add(state);
      }
    }
    for (const state of states) this.addState(resolve(this.folder, state));
  }

  private readModule(folder: string): ModuleFile[] {
    const files = existsSync(folder) ? readdirSync(folder) : [];
    return [
      ...files
        .filter((file) => file.endsWith(".tf.json"))
        .map((file) => this.readFile(join(folder, file), readJsonFile)),
      ...files
        .filter((file) => file.endsWith(".tf"))
        .map((file) => this.readFile(join(folder, file), readHclFile)),
    ];
  }

  private readFile(file: string, understand: (text: string) => ModuleFile): ModuleFile {
    const text = readFileSync(file, "utf8");
    const known = this.known.get(file);
    if (known?.text === text) return known.module;
    const module = understand(text);
    this.known.set(file, { text, module });
    return module;
  }

  private addModule(files: readonly ModuleFile[]): void {
    const required = files.flatMap(({ requiredProviders }) => requiredProviders);
    const explained = new Set(required.map(({ localName }) => localName));
    this.require(required);
    for (const { resources, dataSources, ephemeralResources, names } of files) {
      addTo(this.resources, resources);
      addTo(this.dataSources, dataSources);
      addTo(this.ephemeralResources, ephemeralResources);
      addTo(this.names, names);
      const implied = [...resources, ...dataSources, ...ephemeralResources].map(impliedProvider);
      this.require(implied.filter(({ localName }) => !explained.has(localName)));
    }
  }

  private addState(file: string): void {
    if (!existsSync(file)) return;
    const { resources, dataSources, providers, names } = readStateFile(readFileSync(file, "utf8"));
    addTo(this.resources, resources);
    addTo(this.dataSources, dataSources);
    addTo(this.names, names);
    this.require(providers);
  }

  private require(providers: readonly RequiredProvider[]): void {
    for (const provider of providers) {
      const known = this.providers.get(provider.address);
      if (!isBuiltIn(provider) && !known?.version) this.providers.set(provider.address, provider);
    }
  }

  private workspaceStates(): string[] {
    const folder = join(this.folder, WORKSPACES);
    return existsSync(folder)
      ? readdirSync(folder).map((workspace) => join(WORKSPACES, workspace, DEFAULT_STATE))
      : [];
  }

  private installedModules(): string[] {
    const file = join(this.folder, INSTALLED_MODULES);
    if (!existsSync(file)) return [];
    const { Modules = [] } = JSON.parse(readFileSync(file, "utf8")) as { Modules?: { Dir: string }[] };
    return Modules.map(({ Dir }) => resolve(this.folder, Dir));
  }
}

/** Refuses a folder that is not there. */
export function requireFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new UnsupportedError(`There is no folder ${folder}. Give the folder of a Terraform configuration.`);
}

function addTo(set: Set<string>, entries: readonly string[]): void {
  for (const entry of entries) set.add(entry);
}
