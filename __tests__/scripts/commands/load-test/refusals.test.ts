import { existsSync } from "node:fs";
import path from "node:path";
import type { CountingServer } from "./counting-server";
import { LoadedServers } from "./loaded-servers";

const servers = new LoadedServers();
const { authority, project } = servers;

describe("a host", () => {
  let server: CountingServer;
  const quick = ["--duration", "1s", "--connections", "1", "--rate", "5"];
  const start = (args: readonly string[], env: NodeJS.ProcessEnv) =>
    project.start("load-test", [...args, ...quick], env).end();

  beforeAll(async () => {
    server = await servers.serve((_, response) => response.end());
  });
  beforeEach(() => {
    server.requests = 0;
  });

  test("that no environment's outputs name is not loaded", async () => {
    const env = project.deployed({ url: "https://openemr.invalid", load_balancer_dns_name: "alb.invalid" });
    const { status, stderr } = await start([server.url], env);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^No environment's outputs name localhost, and load on a host of others is an attack\./,
    );
    expect(stderr).not.toContain("could not be read");
    expect(server.requests).toBe(0);
    expect(existsSync(path.join(project.folder, "cdktf.out/load-test"))).toBe(false);
  });

  test("is not loaded either where the outputs cannot be read, and the reason is said", async () => {
    const { status, stderr } = await start([server.url], { TERRAFORM_BINARY_NAME: "/nowhere/terraform" });
    expect(status).toBe(1);
    expect(stderr).toMatch(/The outputs of these could not be read:\n {2}trial: \S+/);
    expect(server.requests).toBe(0);
  });

  test("that the outputs name is loaded, by its address or as an environment, with a warning of the firewall", async () => {
    project.write("environments/trial.tfvars", "waf_rate_limit = 4\n");
    const env = project.deployed({ url: server.url });
    const ends = await Promise.all([start(["trial"], env), start([server.url], env)]);
    for (const { status, stderr } of ends) {
      expect(stderr).toMatch(
        /^Warning: the firewall blocks this address after 4 requests .*\n.* environments\/trial.tfvars/m,
      );
      expect(status).toBe(0);
    }
    expect(server.requests).toBeGreaterThan(4);
    expect(existsSync(path.join(project.folder, "cdktf.out/load-test"))).toBe(true);
  });

  test("that DNS leads to an environment's load balancer is loaded", async () => {
    const env = project.deployed({ url: "https://openemr.invalid", load_balancer_dns_name: "localhost" });
    const { status } = await start([server.url.replace("localhost", "127.0.0.1")], env);
    expect(status).toBe(0);
  });
});

describe("before the many requests, one finds out", () => {
  async function refused(server: CountingServer, ...args: string[]): Promise<string> {
    const { status, stderr } = await project
      .start("load-test", [server.url, "--any-host", "--duration", "1s", ...args])
      .end();
    expect(status).toBe(1);
    expect(server.requests).toBeLessThanOrEqual(1);
    return stderr;
  }

  test("that nobody vouches for the server", async () => {
    const server = await servers.serve(
      (_, response) => response.end(),
      authority.certificate("DNS:localhost"),
    );
    expect(await refused(server)).toContain("no authority that is trusted here has signed its certificate");
    expect(server.requests).toBe(0);
  });

  test("that the firewall blocks already, or that the address only leads to another", async () => {
    const server = await servers.serve((_, response, count) => {
      if (count === 1) response.writeHead(403, { server: "awselb/2.0" });
      else response.writeHead(301, { location: "https://emr.example.org/" });
      response.end();
    });
    expect(await refused(server)).toContain(
      "blocks this address already. For the time of the test, set waf_count_only",
    );
    server.requests = 1;
    const { status, stderr } = await project.start("load-test", [server.url, "--any-host"]).end();
    expect(status).toBe(1);
    expect(stderr).toContain("sends everyone on to https://emr.example.org. Load that one instead.");
  });
});
