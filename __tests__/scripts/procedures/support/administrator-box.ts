import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { json, text } from "node:stream/consumers";
import {
  DATABASE_PASSWORD,
  DatabaseServer,
  requirePrograms,
} from "../../../application/container/database-server";
import { PROJECT } from "../../../support/documents";

interface Version {
  readonly text: string;
  stages: string[];
}

/**
 * The task that gives OpenEMR's administrator a new password, with a real MariaDB over TLS, real PHP, and a Secrets Manager
 * in this process, which also has the task's credentials. Compared with botocore 1.43.11, model secretsmanager-2017-10-17,
 * on 2026-11-30: it refuses requests that are not signed by the task's role, a token that is too short, and a stage that
 * is taken from a version which does not have it.
 */
export class AdministratorBox {
  readonly database = new DatabaseServer();
  readonly versions = new Map<string, Version>();
  /** The action that is answered by an error, once. */
  failing?: string;
  private readonly folder = mkdtempSync(path.join(tmpdir(), "openemr-administrator-"));
  private readonly server = createServer((request, response) => void this.answer(request, response));

  async start(): Promise<void> {
    requirePrograms();
    await this.database.install();
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    mkdirSync(path.join(this.folder, "tls"));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await this.database.remove();
    rmSync(this.folder, { recursive: true });
  }

  /** The password that a stage of the secret has. */
  password(stage: string): string | undefined {
    const found = [...this.versions.values()].find(({ stages }) => stages.includes(stage));
    return found && (JSON.parse(found.text) as { password: string }).password;
  }

  /** Runs the script. @param openemr folder of OpenEMR's code */
  async run(openemr: string): Promise<{ readonly status: number | null; readonly said: string }> {
    const name = path.join(PROJECT, "scripts/procedures/rotate/administrator.sh");
    const url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    const child = spawn("busybox", ["sh", "-c", readFileSync(name, "utf8"), "administrator.sh"], {
      cwd: this.folder,
      env: {
        PATH: process.env.PATH,
        OPENEMR: openemr,
        ADMINISTRATOR_SECRET: "arn:secret",
        SECRETS_REGION: "eu-west-1",
        SECRETS_ENDPOINT: `${url}/`,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/credentials`,
        MYSQL_HOST: "127.0.0.1",
        MYSQL_PORT: String(this.database.port),
        MYSQL_USER: "openemr",
        MYSQL_PASS: DATABASE_PASSWORD,
        TLS_DIRECTORY: this.tls(),
      },
    });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const [status, out, problems] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    return { status, said: `${out}${problems}`.trim() };
  }

  private tls(): string {
    const folder = path.join(this.folder, "tls");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    const { authority } = this.database;
    require("node:fs").copyFileSync(authority, path.join(folder, "mysql-ca.pem"));
    return folder;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
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
