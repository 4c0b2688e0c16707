import { resolve } from "node:path";
import { addressesOf, type RequiredProvider } from "./configuration/required-provider";
import type { StackFiles } from "./configuration/stack-files";
import type { FailureInjector } from "./lifecycle/failures";
import { type Call, OperationRecord } from "./operation-record";
import { PluginServer } from "./plugin/server";
import { ProviderService } from "./plugin/service";
import { OfflineProvider } from "./provider";
import { SchemaCatalog } from "./schema/catalog";
import { ProviderPackage } from "./schema/provider-package";
import { StackSchemas } from "./schema/stack-schemas";
import { type ServedProvider, ServedStack } from "./served-stack";
import type { Simulation } from "./simulation";
import { ArchiveSimulation } from "./simulations/archive/archive-simulation";
import { SimulatedAccount } from "./simulations/aws/account/simulated-account";
import type { AwsAnswers } from "./simulations/aws/aws-answers";
import { AwsSimulation } from "./simulations/aws/aws-simulation";
import { SecretStore } from "./simulations/aws/secret-store";
import { BySchemaSimulation } from "./simulations/by-schema/by-schema-simulation";
import { RandomSimulation } from "./simulations/random/random-simulation";

/** How the offline providers behave. Each option may be left out. */
export interface OfflineProvidersOptions {
  /** Decides which operations fail. @default - none fails */
  readonly failures?: FailureInjector;
  /**
   * Arguments whose change has the real provider replace a resource, by type, as paths such as `name` or
   * `volume.name`; that of a block stands for all that is in it.
   * @default - every change is made in place, which is enough where only the applied values count
   */
  readonly replacements?: Readonly<Record<string, readonly string[]>>;
  /** Answers of the simulated AWS, over those of the package. @default - none */
  readonly aws?: AwsAnswers;
  /** Simulations of providers, by short name (`google`), in place of those of the package. @default - none */
  readonly simulations?: Readonly<Record<string, Simulation>>;
  /**
   * Which providers to serve, by short name. Others are left to Terraform, which installs and runs them as ever.
   * @default - all that a stack needs
   */
  readonly only?: readonly string[];
  /**
   * The folder from where Node.js finds the packages `@cdktf/provider-*`.
   * @default - the stack's folder, then the working directory, then that of this package
   */
  readonly packagesFrom?: string;
}

/** Starts an account that exists only in this process: what is made by one Terraform run is there for the next. */
export function startOfflineProviders(options: OfflineProvidersOptions = {}): OfflineProviders {
  return new OfflineProviders(options);
}

/**
 * Providers for Terraform that need no account, no credentials, no network and no download.
 *
 * They run in this process, so that it must not block while Terraform runs: start Terraform with `spawn`, not
 * with `spawnSync`.
 */
export class OfflineProviders {
  /** The secrets in Secrets Manager of the simulated AWS account. */
  readonly secrets = new SecretStore();
  /** Everything that the simulated AWS account has, whoever made it. */
  readonly account = new SimulatedAccount(this.secrets);
  private readonly record: OperationRecord;
  private readonly catalogs = new Map<string, SchemaCatalog>();
  private readonly simulations: Map<string, Simulation>;
  private readonly stacks = new Map<string, ServedStack>();

  constructor(private readonly options: OfflineProvidersOptions = {}) {
    this.record = new OperationRecord(options.failures);
    this.simulations = new Map<string, Simulation>([
      ["aws", new AwsSimulation(this.secrets, this.account, options.aws)],
      ["random", new RandomSimulation()],
      ...Object.entries(options.simulations ?? {}),
    ]);
  }

  /** All operations that Terraform asked for so far, in order, with configuration and outcome. */
  get calls(): readonly Call[] {
    return this.record.calls;
  }

  /** Decides from now on which operations fail; undefined for none. */
  set failures(failures: FailureInjector | undefined) {
    this.record.failures = failures ?? (() => undefined);
  }

  /**
   * The environment variables with which Terraform uses these providers when it runs in a stack's folder.
   *
   * Which providers are needed is read now, which types of theirs at each run: the configuration may change between
   * runs. Ask again when it needs another provider.
   *
   * @param folder with the configuration of a root module, in JSON as cdktf writes it or in HCL
   * @throws UnsupportedError where the stack needs something that cannot be served
   */
  async environment(folder: string): Promise<Record<string, string>> {
    const running = await this.stack(folder).serve();
    const reattach = running.flatMap(({ provider, server }) =>
      addressesOf(provider).map((address) => [address, server.reattach] as const),
    );
    return {
      TF_REATTACH_PROVIDERS: JSON.stringify(Object.fromEntries(reattach)),
      // Terraform would ask HashiCorp for newer versions of itself.
      CHECKPOINT_DISABLE: "1",
    };
  }

  /** The providers that are served for a stack, with the versions of their schemas. */
  served(folder: string): Promise<ServedProvider[]> {
    return this.stack(folder).served();
  }

  /** Stops serving. */
  async close(): Promise<void> {
    await Promise.all([...this.stacks.values()].map((stack) => stack.close()));
    this.stacks.clear();
  }

  private stack(folder: string): ServedStack {
    const place = resolve(folder);
    const start = (required: RequiredProvider, files: StackFiles) => this.start(required, files);
    const stack = this.stacks.get(place) ?? new ServedStack(place, start, this.options.only);
    this.stacks.set(place, stack);
    return stack;
  }

  private async start(required: RequiredProvider, files: StackFiles) {
    const { packagesFrom, replacements } = this.options;
    const folders = packagesFrom ? [resolve(packagesFrom)] : [files.folder, process.cwd(), __dirname];
    const source = ProviderPackage.find(required, folders);
    const catalog = this.catalogs.get(source.title) ?? new SchemaCatalog(source);
    this.catalogs.set(source.title, catalog);
    const simulation = this.simulation(source.name, files.folder);
    const schemas = new StackSchemas(catalog, files, simulation);
    // Fails here, in plain words, for a stack that cannot be served: Terraform would bury them in its own.
    schemas.current();
    const service = new ProviderService(schemas, new OfflineProvider(simulation, this.record, replacements));
    const { address, version } = required;
    return {
      provider: { address, package: source.title, version: source.providerVersion, required: version },
      server: await PluginServer.start(service.handlers),
    };
  }

  private simulation(name: string, folder: string): Simulation {
    const known = this.simulations.get(name);
    if (known) return known;
    // Paths of files are relative to the stack.
    if (name === "archive") return new ArchiveSimulation(folder);
    const simulation = new BySchemaSimulation();
    this.simulations.set(name, simulation);
    return simulation;
  }
}
