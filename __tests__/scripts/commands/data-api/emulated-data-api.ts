import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import type { ColumnMetadata, Field, SqlParameter } from "@aws-sdk/client-rds-data";
import { type Connection, type FieldPacket, type ResultSetHeader, Types } from "mysql2/promise";
import { LocalServer } from "../../../support/local-server";
import type { MariaDb } from "../../../support/mariadb";

/** As they are in the JSON of a request or an answer: bytes in Base64. */
type WireField = Omit<Field, "blobValue"> & { readonly blobValue?: string };

export interface ApiRequest {
  readonly resourceArn: string;
  readonly secretArn: string;
  readonly database?: string;
  readonly sql: string;
  readonly transactionId?: string;
  readonly parameters?: ReadonlyArray<Omit<SqlParameter, "value"> & { readonly value: WireField }>;
  readonly continueAfterTimeout?: boolean;
}

export interface ApiCall {
  /** `Execute`, `BeginTransaction`, `CommitTransaction` or `RollbackTransaction`. */
  readonly operation: string;
  readonly request: ApiRequest;
}

/** An error as AWS gives it, or `lost` for a connection that ends without an answer. */
export type Failure = { readonly name: string; readonly message: string } | "lost";

const SIZE_LIMIT = 1024 * 1024;

/** Codes of `java.sql.Types`. */
const JAVA_TYPES = new Map<number | undefined, number>([
  [Types.TINY, -6],
  [Types.SHORT, 5],
  [Types.LONG, 4],
  [Types.INT24, 4],
  [Types.LONGLONG, -5],
  [Types.FLOAT, 7],
  [Types.DOUBLE, 8],
  [Types.NEWDECIMAL, 3],
]);
const [BIT, LONGVARBINARY, VARCHAR] = [-7, -4, 12];
const BINARY = 63;

/**
 * The RDS Data API's protocol in front of a real server, with what its documentation says of types, limits, errors
 * and transactions.
 */
export class EmulatedDataApi extends LocalServer {
  private readonly calls: ApiCall[] = [];
  private readonly failures: Array<{ readonly operation: string; readonly failure: Failure }> = [];
  private readonly transactions = new Map<string, { readonly connection: Connection; busy: boolean }>();

  private constructor(private readonly database: MariaDb) {
    super();
  }

  static async start(database: MariaDb): Promise<EmulatedDataApi> {
    const api = new EmulatedDataApi(database);
    await api.start();
    return api;
  }

  /** Gives the next call of an operation this instead of an answer. */
  failNext(operation: string, failure: Failure): void {
    this.failures.push({ operation, failure });
  }

  /** The calls since the last time that this was asked. */
  takeCalls(): ApiCall[] {
    return this.calls.splice(0);
  }

  override stop(): void {
    super.stop();
    for (const { connection } of this.transactions.values()) connection.destroy();
  }

  protected override async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = message.url!.slice(1);
    const request = (await json(message)) as ApiRequest;
    this.calls.push({ operation, request });
    const next = this.failures.findIndex((planned) => planned.operation === operation);
    const failure = next < 0 ? undefined : this.failures.splice(next, 1)[0]!.failure;
    if (failure === "lost") {
      message.socket.destroy();
      return;
    }
    try {
      if (failure) throw failure;
      const answer = JSON.stringify(await this.carryOut(operation, request));
      if (answer.length > SIZE_LIMIT)
        throw bad("Database returned more than the allowed response size limit");
      response.writeHead(200, { "content-type": "application/json" }).end(answer);
    } catch (error) {
      const { name, message: text, errno } = error as { name: string; message: string; errno?: number };
      const type = errno ? "DatabaseErrorException" : name;
      const said = errno ? `Database error code: ${errno}. Message: ${text}` : text;
      response
        .writeHead(400, { "content-type": "application/json", "x-amzn-ErrorType": type })
        .end(JSON.stringify({ message: said }));
    }
  }

  private async carryOut(operation: string, request: ApiRequest): Promise<unknown> {
    switch (operation) {
      case "Execute":
        return this.execute(request);
      case "BeginTransaction": {
        const connection = await this.connect(request);
        await connection.beginTransaction();
        const transactionId = `transaction-${this.calls.length}`;
        this.transactions.set(transactionId, { connection, busy: false });
        return { transactionId };
      }
      default: {
        const { connection } = this.transaction(request);
        const isCommit = operation === "CommitTransaction";
        await (isCommit ? connection.commit() : connection.rollback());
        connection.destroy();
        this.transactions.delete(request.transactionId!);
        return { transactionStatus: isCommit ? "Transaction Committed" : "Rollback Complete" };
      }
    }
  }

  private async execute(request: ApiRequest): Promise<unknown> {
    if (!request.transactionId) {
      const connection = await this.connect(request);
      try {
        return await query(connection, request);
      } finally {
        connection.destroy();
      }
    }
    const transaction = this.transaction(request);
    transaction.busy = true;
    try {
      return await query(transaction.connection, request);
    } finally {
      transaction.busy = false;
    }
  }

  private transaction({ transactionId }: ApiRequest) {
    const transaction = this.transactions.get(transactionId!);
    if (!transaction) throw bad(`Transaction ${transactionId} is not found`);
    if (transaction.busy) {
      throw { name: "DatabaseErrorException", message: "Transaction is still running a query." };
    }
    return transaction;
  }

  private connect({ database }: ApiRequest): Promise<Connection> {
    return this.database.connect({
      database,
      charset: "utf8mb4",
      namedPlaceholders: true,
      rowsAsArray: true,
      supportBigNumbers: true,
      bigNumberStrings: true,
      dateStrings: true,
    });
  }
}

function bad(message: string): Failure {
  return { name: "BadRequestException", message };
}

async function query(connection: Connection, { sql, parameters = [] }: ApiRequest): Promise<unknown> {
  const values = Object.fromEntries(parameters.map(({ name, value }) => [name!, readField(value)]));
  const [found, fields] = await connection.query({ sql, values });
  if (!fields) {
    const { affectedRows, insertId } = found as ResultSetHeader;
    return {
      numberOfRecordsUpdated: affectedRows,
      generatedFields: insertId ? [{ longValue: insertId }] : [],
    };
  }
  const columnMetadata = fields.map(metadata);
  const records = (found as unknown[][]).map((row) =>
    row.map((value, i) => writeField(value, columnMetadata[i]!.type!)),
  );
  return { numberOfRecordsUpdated: 0, columnMetadata, records };
}

function metadata({ name, columnType, columnLength, characterSet }: FieldPacket): ColumnMetadata {
  const type =
    columnType === Types.TINY && columnLength === 1
      ? BIT
      : (JAVA_TYPES.get(columnType) ??
        (characterSet === BINARY && BLOBS.includes(columnType!) ? LONGVARBINARY : VARCHAR));
  return { name, label: name, type };
}

const BLOBS = [Types.BLOB, Types.LONG_BLOB, Types.VAR_STRING, Types.STRING].map(Number);

function readField(field: WireField): string | number | boolean | Buffer | null | undefined {
  if (field.isNull) return null;
  if (field.blobValue !== undefined) return Buffer.from(field.blobValue, "base64");
  return field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue;
}

function writeField(value: unknown, type: number): WireField {
  if (value === null) return { isNull: true };
  if (type === BIT) return { booleanValue: Number(value) === 1 };
  if (Buffer.isBuffer(value)) return { blobValue: value.toString("base64") };
  if (type === 7 || type === 8) return { doubleValue: Number(value) };
  return { stringValue: String(value) };
}
