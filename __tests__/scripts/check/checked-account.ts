import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import type { NameServers } from "../../../scripts/check/account";
import type { AskedServices } from "../../../scripts/check/asked-services";
import { CheckedEnvironment } from "../../../scripts/check/environment";
import { listen, portOf } from "../../support/local-server";
import { temporaryFolder } from "../../support/stand-in";
import { type Reply, StubAccount } from "./stub-account";

/** Settings of an environment with most that an account is asked about. */
export const MAIL = `
region = "eu-south-1"
route53_domain = "example.org"
configure_ses = true
email_forwarding_address = "help@example.com"
activate_receipt_rule_set = true
enable_global_accelerator = true
`;

export const GUARDDUTY = `
region = "eu-south-1"
enable_guardduty = true
`;

export const DNS_LOG = `
region = "eu-south-1"
enable_dns_query_log = true
`;
export const CERTIFIED = `
region = "eu-south-1"
host_name = "emr.example.org"
certificate_arn = "arn:aws:acm:eu-south-1:111122223333:certificate/1"
openemr_image_repository = "111122223333.dkr.ecr.eu-south-1.amazonaws.com/openemr"
`;

/** A cache of images, and copies of backups. */
export const CACHE = `
region = "eu-south-1"
enable_image_pull_through_cache = true
docker_hub_credential_secret_arn = "arn:aws:secretsmanager:eu-south-1:111122223333:secret:ecr-pullthroughcache/docker-hub-AbCdEf"
backup_copy_region = "eu-central-2"
`;

const NAME_SERVERS = ["ns-2.awsdns-02.com", "NS-1.awsdns-01.org"];
export const DNS: NameServers = { resolveNs: async () => NAME_SERVERS, resolveCaa: async () => [] };

/** An environment, the account that it is to be deployed to, and Docker Hub. */
export class CheckedAccount {
  private readonly project = temporaryFolder();
  private account = new StubAccount({});
  /** Answers as Docker Hub's registry documents it: a token for everybody, and manifests by tag. */
  private readonly hub = createServer((request, response) => {
    if (request.url!.startsWith("/token")) response.end('{"token": "t"}');
    else response.writeHead(request.headers.authorization === "Bearer t" ? this.hubStatus : 401).end();
  });
  /** The status with which Docker Hub answers for an image. */
  hubStatus = 200;

  constructor() {
    mkdirSync(path.join(this.project, "environments"));
    // No end of a connection of its own, which would meet the next request on a busy machine.
    this.hub.keepAliveTimeout = 0;
    beforeAll(() => listen(this.hub));
    afterAll(() => this.hub.close());
    beforeEach(() => {
      this.hubStatus = 200;
    });
  }

  /** The calls of AWS since the last look. */
  get actions(): readonly string[] {
    return this.account.actions;
  }

  /** Has something look at the account, for an environment with the given settings. */
  async look<T>(
    at: (environment: CheckedEnvironment, services: AskedServices) => Promise<T>,
    tfvars: string,
    replies: Record<string, Reply> = {},
    dns = DNS,
  ): Promise<T> {
    writeFileSync(path.join(this.project, "environments/clinic.tfvars"), tfvars);
    this.account = new StubAccount(replies);
    const address = `http://127.0.0.1:${portOf(this.hub)}`;
    return at(await CheckedEnvironment.read(this.project, "clinic"), {
      clients: this.account.clients,
      dns,
      dockerHub: { auth: address, registry: address },
    });
  }
}
