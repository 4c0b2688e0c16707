import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { LocalServer } from "../../../support/local-server";

interface Version {
  readonly text: string;
  stages: string[];
}

/**
 * The administrator's secret in a Secrets Manager that is in this process, which also has the task's credentials. Compared
 * with botocore 1.43.11, model secretsmanager-2017-10-17, on 2026-11-30: it refuses requests that are not signed by the
 * task's role, a token that is too short, and a stage that is taken from a version which does not have it.
 */
export class AdministratorSecret extends LocalServer {
  readonly versions = new Map<string, Version>();
  /** The action that is answered by an error, once. */
  failing?: string;

  /** Forgets every version but one. */
  reset(username: string, password: string): void {
    this.versions.clear();
    this.versions.set("first", { text: JSON.stringify({ username, password }), stages: ["AWSCURRENT"] });
  }

  /** The password that a stage of the secret has. */
  password(stage: string): string | undefined {
    const found = [...this.versions.values()].find(({ stages }) => stages.includes(stage));
    return found && (JSON.parse(found.text) as { password: string }).password;
  }

  /** Settings of the script. @param host name that leads to this process */
  environment(host = "127.0.0.1"): Record<string, string> {
    const url = `http://${host}:${this.port}`;
    return {
      ADMINISTRATOR_SECRET: "arn:secret",
      SECRETS_REGION: "eu-west-1",
      SECRETS_ENDPOINT: `${url}/`,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/credentials`,
    };
  }

  protected override async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === "/credentials") {
      response.end(JSON.stringify({ AccessKeyId: "ASIATASK", SecretAccessKey: "key", Token: "token" }));
      return;
    }
    const action = String(request.headers["x-amz-target"]).split(".").at(-1)!;
    const input = (await json(request)) as Record<string, string & string[]>;
    const isSigned =
      /^AWS4-HMAC-SHA256 Credential=ASIATASK\/\d{8}\/eu-west-1\/secretsmanager\/aws4_request/.test(
        request.headers.authorization ?? "",
      ) && request.headers["x-amz-security-token"] === "token";
    const refusal = !isSigned
      ? "AccessDeniedException"
      : this.failing === action
        ? "InternalServiceError"
        : undefined;
    if (this.failing === action) this.failing = undefined;
    const output = refusal ? undefined : this.perform(action, input);
    response.writeHead(output ? 200 : 400, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(output ?? { __type: refusal ?? "InvalidParameterException" }));
  }

  private perform(action: string, input: Record<string, string & string[]>): object | undefined {
    if (input.SecretId !== "arn:secret") return undefined;
    switch (action) {
      case "DescribeSecret":
        return {
          VersionIdsToStages: Object.fromEntries([...this.versions].map(([id, { stages }]) => [id, stages])),
        };
      case "GetSecretValue": {
        const found = [...this.versions].find(([id, { stages }]) =>
          input.VersionId ? id === input.VersionId : stages.includes("AWSCURRENT"),
        );
        return found && { VersionId: found[0], SecretString: found[1].text };
      }
      case "PutSecretValue": {
        if (input.ClientRequestToken!.length < 32) return undefined;
        this.versions.set(input.ClientRequestToken!, {
          text: input.SecretString!,
          stages: input.VersionStages!,
        });
        return {};
      }
      case "UpdateSecretVersionStage": {
        const { VersionStage: stage, MoveToVersionId: to, RemoveFromVersionId: from } = input;
        const [former, next] = [this.versions.get(from!), to ? this.versions.get(to) : undefined];
        if (!former?.stages.includes(stage!)) return undefined;
        former.stages = former.stages.filter((each) => each !== stage);
        if (next) next.stages.push(stage!);
        if (next && stage === "AWSCURRENT") former.stages.push("AWSPREVIOUS");
        return {};
      }
      default:
        return undefined;
    }
  }
}
