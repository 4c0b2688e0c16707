import { readFileSync } from "node:fs";
import path from "node:path";
import type { OfflineProviders } from "#offline-providers";
import { startOfflineAccount } from "../../../scripts/terraform/offline/offline-account";
import type { TerraformDocument } from "../../support/synthesized-project";
import { EmulatedStack } from "./emulated-stack";
import { type EmulatedTerraform, emulatedTerraform } from "./emulated-terraform";
import { overrideFor, REFUSED_OVERRIDE, STAND_IN_ADDRESS, standInsOverride } from "./emulator-limits";
import { type EmulatedAws, startMoto } from "./moto";
import type { ProviderCall } from "./provider-calls";
import { PROVIDER_ADDRESS, RealProvider } from "./real-provider";
import { RecordingProxy } from "./recording-proxy";

export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** Namespace of Route 53's requests. */
const ROUTE53 = "https://route53.amazonaws.com/doc/2013-04-01/";

/** An account of an emulated AWS, with the real provider to work in it. */
export class EmulatedAccount {
  /** One for each stack: each is the whole installation, in another region, and an account has each name once. */
  private readonly standIns: OfflineProviders[] = [];

  private constructor(
    private readonly aws: EmulatedAws,
    /** Calls that the provider sends to RDS and to Secrets Manager. */
    readonly secretCalls: RecordingProxy,
    private readonly provider: RealProvider,
    private readonly terraform: EmulatedTerraform,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static async open(): Promise<EmulatedAccount> {
    const aws = await startMoto();
    const terraform = emulatedTerraform(aws.url);
    const { env } = terraform;
    const proxy = new RecordingProxy(aws.url);
    await proxy.start();
    const provider = await RealProvider.install({
      ...env,
      AWS_ENDPOINT_URL_RDS: proxy.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: proxy.url,
    });
    return new EmulatedAccount(aws, proxy, provider, terraform, env);
  }

  /** The calls of the real provider so far. */
  get calls(): readonly ProviderCall[] {
    return this.provider.calls;
  }

  /**
   * Takes a synthesized stack into the account as it is: all of it can be planned.
   *
   * @param standIns types that the real provider does not see
   */
  async add(stackFolder: string, standIns: readonly string[] = []): Promise<EmulatedStack> {
    const attach = (folder: string) => this.attach(folder);
    return EmulatedStack.add(
      stackFolder,
      this.env,
      attach,
      standInsOverride(documentOf(stackFolder), standIns),
    );
  }

  /**
   * Takes a stack with a state in which stand-ins hold resources. To the real provider they are its own, so
   * that it tells what a change would do to them; a plan must not refresh them.
   */
  async addWithState(stackFolder: string, state: string): Promise<EmulatedStack> {
    const attach = (folder: string) => this.attach(folder);
    const stack = await EmulatedStack.add(stackFolder, this.env, attach, REFUSED_OVERRIDE);
    stack.state = state.replaceAll(STAND_IN_ADDRESS, PROVIDER_ADDRESS);
    return stack;
  }

  /**
   * Takes a synthesized stack into the account such that it can be applied.
   *
   * @param real beginnings of the types that the real provider applies
   */
  async addAppliable(stackFolder: string, real: readonly string[]): Promise<EmulatedStack> {
    const attach = (folder: string) => this.attach(folder);
    return EmulatedStack.add(stackFolder, this.env, attach, overrideFor(documentOf(stackFolder), real));
  }

  /** The real provider of AWS, stand-ins for it, and the other providers, which work only on files. */
  private async attach(folder: string): Promise<Record<string, unknown>> {
    // The stand-in itself has no package: it is the offline AWS under another name.
    const standIns = startOfflineAccount({ only: ["archive", "aws", "random"] });
    this.standIns.push(standIns);
    const { TF_REATTACH_PROVIDERS } = await standIns.environment(folder);
    const { [PROVIDER_ADDRESS]: standIn, ...others } = JSON.parse(TF_REATTACH_PROVIDERS!);
    return {
      ...others,
      [PROVIDER_ADDRESS]: await this.provider.startFor(folder),
      [STAND_IN_ADDRESS]: standIn,
    };
  }

  /** Calls a service that speaks JSON, past Terraform. */
  async call(region: string, target: string, body: object): Promise<Record<string, string>> {
    const service = target
      .split(".")[0]!
      .toLowerCase()
      .replace("certificatemanager", "acm")
      .replace(/^awswaf_.*/, "wafv2");
    const scope = `test/20260101/${region}/${service}/aws4_request`;
    const response = await fetch(this.aws.url, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
        "x-amz-target": target,
        "content-type": "application/x-amz-json-1.1",
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${target}: ${response.status} ${await response.text()}`);
    return response.json() as Promise<Record<string, string>>;
  }

  /** Makes a public hosted zone of Route 53, which has no region. */
  async createHostedZone(name: string, records: readonly DnsRecord[] = []): Promise<void> {
    const answer = await this.route53(
      "hostedzone",
      `<CreateHostedZoneRequest xmlns="${ROUTE53}"><Name>${name}</Name><CallerReference>${name}</CallerReference></CreateHostedZoneRequest>`,
    );
    const id = /<Id>\/hostedzone\/(\w+)<\/Id>/.exec(answer)![1];
    const changes = records.map(
      (record) =>
        `<Change><Action>CREATE</Action><ResourceRecordSet><Name>${record.name}</Name><Type>${record.type}</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>${record.value}</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change>`,
    );
    if (changes.length === 0) return;
    await this.route53(
      `hostedzone/${id}/rrset`,
      `<ChangeResourceRecordSetsRequest xmlns="${ROUTE53}"><ChangeBatch><Changes>${changes.join("")}</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`,
    );
  }

  private async route53(path: string, body: string): Promise<string> {
    const headers = {
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/route53/aws4_request, SignedHeaders=host, Signature=0`,
    };
    const response = await fetch(`${this.aws.url}/2013-04-01/${path}`, { method: "POST", headers, body });
    const answer = await response.text();
    if (!response.ok) throw new Error(`Route 53: ${response.status} ${answer}`);
    return answer;
  }

  async close(): Promise<void> {
    await this.provider.stop();
    for (const standIns of this.standIns) await standIns.close();
    this.secretCalls.stop();
    await this.aws.stop();
    this.terraform.remove();
  }
}

function documentOf(stackFolder: string): TerraformDocument {
  return JSON.parse(readFileSync(path.join(stackFolder, "cdk.tf.json"), "utf8"));
}
