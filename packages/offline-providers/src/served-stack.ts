import type { RequiredProvider } from "./configuration/required-provider";
import { StackFiles } from "./configuration/stack-files";
import type { PluginServer } from "./plugin/server";

/** A provider that is served for a stack. */
export interface ServedProvider {
  /** Such as `registry.terraform.io/hashicorp/aws`. */
  readonly address: string;
  /** The package that its schema is read from, such as `@cdktf/provider-aws 21.22.1`. */
  readonly package: string;
  /** The version of the provider that the schema is of. @default - the package does not tell */
  readonly version?: string;
  /** The versions that the configuration allows: Terraform does not compare them. @default - any */
  readonly required?: string;
}

interface Running {
  readonly provider: ServedProvider;
  readonly server: PluginServer;
}

/** Starts a server for one provider of a stack. */
export type StartServer = (required: RequiredProvider, files: StackFiles) => Promise<Running>;

/** The servers of one stack: one for each provider that its files need. */
export class ServedStack {
  private readonly files: StackFiles;
  private readonly running = new Map<string, Promise<Running>>();

  constructor(
    folder: string,
    private readonly start: StartServer,
    /** Short names of the providers to serve. @default - all */
    private readonly only?: readonly string[],
  ) {
    this.files = new StackFiles(folder);
  }

  /** Reads the files, and starts what they need and does not run yet. */
  async serve(): Promise<Running[]> {
    this.files.read();
    for (const [address, required] of this.files.providers) {
      const isWanted = this.only?.includes(address.split("/").at(-1)!) ?? true;
      if (isWanted && !this.running.has(address)) {
        this.running.set(address, this.start(required, this.files));
      }
    }
    try {
      return await Promise.all(this.running.values());
    } catch (error) {
      // The missing package may be installed before the next call.
      await this.close();
      throw error;
    }
  }

  /** The providers that are served. */
  async served(): Promise<ServedProvider[]> {
    return (await Promise.all(this.running.values())).map(({ provider }) => provider);
  }

  async close(): Promise<void> {
    const ended = await Promise.allSettled(this.running.values());
    this.running.clear();
    for (const end of ended) if (end.status === "fulfilled") end.value.server.close();
  }
}
