import type { EncryptionKey } from "../../src/aws/encryption-key";
import { Installation } from "../../src/aws/installation";
import { Certificate } from "../../src/dns/certificate";
import { Domain } from "../../src/dns/domain";
import { type Https, httpsWith } from "../../src/edge/https";
import { LoadBalancer } from "../../src/edge/load-balancer";
import { edgeOptions } from "../../src/edge/variables";
import { makeDataKey } from "../../src/encryption/data-key";
import { makeLogKey } from "../../src/encryption/log-key";
import { Network } from "../../src/network/network";
import { networkOptions } from "../../src/network/variables";
import type { ReadableStack } from "../../src/terraform/stack";
import { declareVariables, type Variables } from "../../src/variables";
import { synthesize } from "../terraform/synthesize";
import { type Evaluable, evaluateExpressions, withoutResources } from "./evaluate";

/** The things that the stack gives a capability. */
export interface Surroundings {
  readonly stack: ReadableStack;
  readonly variables: Variables;
  readonly installation: Installation;
  readonly network: Network;
  readonly dataKey: EncryptionKey;
  readonly logKey: EncryptionKey;
}

/** HTTPS with whatever certificate the operator gives, as the stack makes it. */
export function httpsFor({ stack, installation, variables }: Surroundings): Https {
  const { certificateArn, hostName, route53Domain } = variables;
  const domain = new Domain(stack, "domain", { name: route53Domain.value, hostName: hostName.value });
  const certificate = new Certificate(stack, "certificate", {
    installation,
    domain,
    unless: certificateArn.isGiven,
  });
  return httpsWith(installation, {
    certificateArn: certificateArn.value,
    certificate,
    hasDomain: domain.isGiven,
  });
}

/** Account and partition, as policies that {@link SynthesizedCapability.evaluatedStatements} evaluates have them. */
export const ACCOUNT = "data.aws_caller_identity.installation_account.account_id";
export const PARTITION = "data.aws_partition.installation_partition.partition";

/** The beginning of the ARNs of a service in the region of the tests. */
export const arnOf = (service: string) => `arn:${PARTITION}:${service}:us-east-1:${ACCOUNT}`;

/** A statement of a policy as AWS gets it. */
export interface EvaluatedStatement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Principal?: Readonly<Record<string, string>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The load balancer with whatever ranges the operator gives, as the stack makes it. */
export function loadBalancerFor(
  surroundings: Surroundings,
  https: Https = httpsFor(surroundings),
): LoadBalancer {
  const { stack, installation, network, variables } = surroundings;
  return new LoadBalancer(stack, "edge", {
    installation,
    network,
    https,
    ...edgeOptions(variables).loadBalancer,
  });
}

type Blocks = Record<string, Record<string, unknown>>;

/** The blocks of a stack in which a capability stands with nothing but what every stack has. */
export class SynthesizedCapability {
  private readonly document: ReturnType<typeof synthesize>;

  constructor(build: (surroundings: Surroundings) => void) {
    this.document = synthesize((stack) => {
      const variables = declareVariables(stack);
      const installation = new Installation(stack, "installation", {
        environment: "test",
        name: variables.applicationName.value,
        region: variables.region.value,
        deletionProtection: variables.deletionProtection.value,
      });
      const dataKey = makeDataKey(stack, "data_key", { installation });
      const logKey = makeLogKey(stack, "log_key", installation);
      const network = new Network(stack, "network", {
        installation,
        ...networkOptions(variables),
        flowLogRetentionDays: 30,
        enableDnsQueryLog: false,
        logKey,
      });
      build({ stack, variables, installation, network, dataKey, logKey });
    });
  }

  get text(): string {
    return JSON.stringify(this.document);
  }

  get locals(): Record<string, unknown> {
    return this.document.locals ?? {};
  }

  resources(type: string): Blocks {
    return this.document.resource?.[type] ?? {};
  }

  /** Variables and local values, for what evaluates expressions. */
  get evaluable(): Evaluable {
    // A local value that names a resource has none before an apply.
    const locals = Object.entries(this.locals).filter(
      ([, value]) => !/\b(aws_|data\.)/.test(JSON.stringify(value)),
    );
    return { variable: this.document.variable as Evaluable["variable"], locals: Object.fromEntries(locals) };
  }

  ephemeral(type: string): Blocks {
    return this.document.ephemeral?.[type] ?? {};
  }

  /** One resource by its address, e.g. `aws_rds_cluster.database_cluster`. */
  resource(address: string): Record<string, unknown> {
    const [type, id] = address.split(".") as [string, string];
    const block = this.resources(type)[id];
    if (!block) throw new Error(`There is no ${address}, only ${Object.keys(this.resources(type))}.`);
    return block;
  }

  /**
   * The values that Terraform itself gives arguments of a resource that follow from variables only.
   *
   * @param address of the resource
   * @param values of variables, over their defaults
   */
  evaluated(
    address: string,
    names: readonly string[],
    values: Readonly<Record<string, unknown>>,
  ): Record<string, unknown> {
    const block = this.resource(address);
    const found = evaluateExpressions(
      this.evaluable,
      { region: "us-east-1", ...values },
      names.map((name) => block[name]),
    );
    return Object.fromEntries(names.map((name, index) => [name, found[index]]));
  }

  /**
   * The statements of a policy by statement id, as Terraform evaluates them. What a resource has only after an apply
   * is the text of its reference.
   *
   * @param values of variables, over their defaults
   * @param attribute that has the policy
   */
  evaluatedStatements(
    address: string,
    values: Readonly<Record<string, unknown>> = {},
    attribute = "policy",
  ): Record<string, EvaluatedStatement> {
    const policy = withoutResources(this.resource(address)[attribute]);
    const [text] = evaluateExpressions(this.evaluable, { region: "us-east-1", ...values }, [policy]);
    const { Statement } = JSON.parse(text as string) as { Statement: EvaluatedStatement[] };
    return Object.fromEntries(Statement.map((statement) => [statement.Sid, statement]));
  }

  /** The statements of a policy, as Terraform expressions by statement id. */
  statements(address: string, attribute = "policy"): Record<string, string> {
    const [, ...statements] = String(this.resource(address)[attribute]).split('{"Sid" = ');
    return Object.fromEntries(statements.map((text) => [text.match(/^"(\w+)"/)?.[1] ?? text, text]));
  }
}
