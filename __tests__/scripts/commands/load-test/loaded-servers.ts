import { ScriptProject } from "../../../support/script-project";
import { TestAuthority } from "../../../support/test-authority";
import { CountingServer } from "./counting-server";

/** The command, and servers for it to load; all of them end with the tests of a file. */
export class LoadedServers {
  readonly authority = new TestAuthority();
  readonly project = new ScriptProject();
  private readonly servers: CountingServer[] = [];

  constructor() {
    afterAll(async () => {
      await Promise.all(this.servers.map((server) => server.stop()));
      this.project.remove();
      this.authority.remove();
    });
  }

  async serve(...args: Parameters<typeof CountingServer.start>): Promise<CountingServer> {
    const server = await CountingServer.start(...args);
    this.servers.push(server);
    return server;
  }
}
