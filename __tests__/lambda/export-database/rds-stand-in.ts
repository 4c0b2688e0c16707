import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { RDSClient } from "@aws-sdk/client-rds";
import { listen, portOf } from "../../support/local-server";

export interface Export {
  ExportTaskIdentifier: string;
  Status: string;
  S3Bucket: string;
  S3Prefix: string;
  ExportOnly: string[];
  [member: string]: unknown;
}

/** Exports of clusters as RDS makes them, over HTTP; emulated accounts know only those of snapshots. */
export class RdsStandIn {
  readonly exports: Export[] = [];
  /** Parameters of every StartExportTask, refused ones too. */
  readonly asked: URLSearchParams[] = [];
  /** How many exports are on one page of a list. */
  pageSize = 20;
  /** An error in the place of an action's next answers, for as many calls as it says. */
  failure?: { action: string; code: string; message: string; status?: number; times: number };
  readonly client: RDSClient;

  private constructor(private readonly server: Server) {
    this.client = new RDSClient({
      region: "us-east-1",
      endpoint: `http://127.0.0.1:${portOf(server)}`,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 2,
    });
  }

  static async start(): Promise<RdsStandIn> {
    const server = createServer(async (request, response) => {
      const { status, body } = standIn.answer(new URLSearchParams(await text(request)));
      response.writeHead(status, { "content-type": "text/xml" }).end(body);
    });
    await listen(server);
    const standIn = new RdsStandIn(server);
    return standIn;
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(form: URLSearchParams): { status: number; body: string } {
    const action = form.get("Action")!;
    if (action === "StartExportTask") this.asked.push(form);
    const { failure } = this;
    if (failure?.action === action && failure.times-- > 0) {
      return error(failure.code, failure.message, failure.status);
    }
    return action === "StartExportTask" ? this.startExport(form) : this.describe(form);
  }

  private startExport(form: URLSearchParams) {
    const id = form.get("ExportTaskIdentifier")!;
    if (this.exports.some(({ ExportTaskIdentifier }) => ExportTaskIdentifier === id)) {
      return error("ExportTaskAlreadyExists", `Export task already exists with id ${id}`);
    }
    const task: Export = {
      ExportTaskIdentifier: id,
      SourceArn: form.get("SourceArn"),
      S3Bucket: form.get("S3BucketName")!,
      S3Prefix: form.get("S3Prefix")!,
      IamRoleArn: form.get("IamRoleArn"),
      KmsKeyId: form.get("KmsKeyId"),
      ExportOnly: [...form].filter(([name]) => name.startsWith("ExportOnly")).map(([, value]) => value),
      PercentProgress: 0,
      Status: "STARTING",
      SourceType: "CLUSTER",
    };
    this.exports.push(task);
    return result("StartExportTask", members(task));
  }

  private describe(form: URLSearchParams) {
    const [id, source] = [form.get("ExportTaskIdentifier"), form.get("SourceArn")];
    const found = this.exports.filter(
      (task) => (!id || task.ExportTaskIdentifier === id) && (!source || task.SourceArn === source),
    );
    if (id && found.length === 0) return error("ExportTaskNotFound", id, 404);
    const from = Number(form.get("Marker") ?? 0);
    const page = found.slice(from, from + this.pageSize);
    const list = page.map((task) => `<ExportTask>${members(task)}</ExportTask>`).join("");
    const next = from + this.pageSize < found.length ? `<Marker>${from + this.pageSize}</Marker>` : "";
    return result("DescribeExportTasks", `<ExportTasks>${list}</ExportTasks>${next}`);
  }
}

function members(task: Export): string {
  return Object.entries(task)
    .map(([name, value]) => {
      const inner = Array.isArray(value) ? value.map((item) => `<member>${item}</member>`).join("") : value;
      return `<${name}>${inner}</${name}>`;
    })
    .join("");
}

const NAMESPACE = "http://rds.amazonaws.com/doc/2014-10-31/";

function result(action: string, content: string) {
  const body = `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${content}</${action}Result></${action}Response>`;
  return { status: 200, body };
}

function error(code: string, message: string, status = 400) {
  const body = `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  return { status, body };
}
