import { resolve } from "node:path";
import type { FailureInjector } from "./lifecycle/failures";
import { PluginServer } from "./plugin/server";
import { ProviderService } from "./plugin/service";
import { type Call, OfflineProvider, OperationRecord } from "./provider";
import { SchemaCatalog } from "./schema/catalog";
import { StackFiles } from "./schema/stack-files";
import { StackSchemas } from "./schema/stack-schemas";
import type { Simulation } from "./simulation";
import { AwsSimulation } from "./simulations/aws/aws-simulation";
import { SecretStore } from "./simulations/aws/secret-store";
import { RandomSimulation } from "./simulations/random/random-simulation";

export interface OfflineProvidersOptions {
  /** Which operations are to fail. @default none */
  readonly failures?: FailureInjector;
  /**
   * Plans a replacement where the real provider is known to (aws/replacing-arguments.json). Without it every change
   * is made in place, which is enough where only the applied values count.
   * @default false
   */
  readonly replacements?: boolean;
}

/** Starts an account that exists only in this process. */
export function startOfflineProviders(options: OfflineProvidersOptions = {}): OfflineProviders {
  return new OfflineProviders(options);
}

/**
 * Providers for Terraform that need no account, no credentials and no network.
 *
 * They run in this process, so that it must not block while Terraform runs: start Terraform with `spawn`, not
 * with `spawnSync`. What is made by one run is there for the next, until {@link close}.
 */
export class OfflineProviders {
  /** Secrets Manager of the account. */
  readonly secrets = new SecretStore();
  private readonly record: OperationRecord;
  private readonly catalogs = ["aws", "random"].map((name) => new SchemaCatalog(name));
  private readonly aws = new AwsSimulation(this.secrets);
  private readonly random = new RandomSimulation();
  private readonly environments = new Map<string, Promise<Record<string, string>>>();
  private readonly servers: PluginServer[] = [];

  private readonly replacements: boolean;

  constructor({ failures, replacements = false }: OfflineProvidersOptions) {
    this.replacements = replacements;
    this.record = new OperationRecord(failures);
  }

  /** All that Terraform asked for so far, in order. */
  get calls(): readonly Call[] {
    return this.record.calls;
  }

  /** Decides from now on which operations fail; undefined for none. */
  set failures(failures: FailureInjector | undefined) {
    this.record.failures = failures ?? (() => undefined);
  }

  /**
   * The environment in which Terraform finds these providers when it runs in a stack's folder.
   * The folder's `cdk.tf.json` is read at each run, so it may be written, and rewritten, later.
   */
  environmentFor(stackDirectory: string): Promise<Record<string, string>> {
    const directory = resolve(stackDirectory);
    const environment = this.environments.get(directory) ?? this.serve(directory);
    this.environments.set(directory, environment);
    return environment;
  }

  /** Stops serving. */
  async close(): Promise<void> {
    await Promise.allSettled(this.environments.values());
    for (const server of this.servers) server.close();
  }

  private async serve(stackDirectory: string): Promise<Record<string, string>> {
    const files = new StackFiles(stackDirectory);
    const simulations: Record<string, Simulation> = { aws: this.aws, random: this.random };
    const reattach = await Promise.all(
      this.catalogs.map(async (catalog) => {
        const provider = new OfflineProvider(
          simulations[catalog.providerName]!,
          this.record,
          this.replacements,
        );
        const service = new ProviderService(new StackSchemas(catalog, files), provider);
        const server = await PluginServer.start(service.handlers);
        this.servers.push(server);
        return [`registry.terraform.io/hashicorp/${catalog.providerName}`, server.reattach];
      }),
    );
    return {
      TF_REATTACH_PROVIDERS: JSON.stringify(Object.fromEntries(reattach)),
      // Terraform would ask HashiCorp for newer versions of itself.
      CHECKPOINT_DISABLE: "1",
    };
  }
}
