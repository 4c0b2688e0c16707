import { setTimeout as sleep } from "node:timers/promises";
import {
  BeginTransactionCommand,
  CommitTransactionCommand,
  DatabaseResumingException,
  ExecuteStatementCommand,
  type ExecuteStatementResponse,
  RDSDataClient,
  RollbackTransactionCommand,
  type SqlParameter,
} from "@aws-sdk/client-rds-data";
import { definesData } from "./statement-kinds";

/** Where SQL goes, and as whom. */
export interface DataApiPlace {
  readonly region: string;
  readonly clusterArn: string;
  readonly secretArn: string;
  readonly database: string;
}

/** Tells a person that, and why, a call takes longer; `undefined` ends it. */
export type Progress = (text: string | undefined) => void;

/** Aurora promises nothing; after days of rest it may take more than half a minute. */
const RESUME_SECONDS = 180;
/** A statement that a transaction waits for has ended by then. */
const STATEMENT_SECONDS = 45;
/** More than any call takes, as AWS advises: a call that was given up may have been carried out. */
const TIMEOUT_MS = 70_000;

/**
 * The RDS Data API of one cluster. A call is never repeated unless AWS says that it was not carried out: what
 * the SDK would repeat after a lost answer might be carried out twice.
 */
export class DataApi {
  private readonly client: RDSDataClient;

  constructor(
    private readonly place: DataApiPlace,
    private readonly progress: Progress,
    private readonly signal: AbortSignal,
  ) {
    // The version of the SDK is pinned; what later ones need helps nobody here.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
    this.client = new RDSDataClient({
      region: place.region,
      maxAttempts: 1,
      requestHandler: { requestTimeout: TIMEOUT_MS, throwOnRequestTimeout: true, connectionTimeout: 10_000 },
    });
  }

  /** @param transactionId of a transaction that is open. @default - the statement is one by itself */
  async execute(
    sql: string,
    parameters: SqlParameter[],
    transactionId?: string,
  ): Promise<ExecuteStatementResponse> {
    const command = new ExecuteStatementCommand({
      ...this.target,
      database: this.place.database,
      sql,
      parameters,
      transactionId,
      includeResultMetadata: true,
      // JavaScript's numbers would round large ones.
      resultSetOptions: { longReturnType: "STRING", decimalReturnType: "STRING" },
      continueAfterTimeout: definesData(sql),
    });
    return this.whileResuming(() => this.client.send(command, { abortSignal: this.signal }));
  }

  /** @returns the transaction's id */
  async begin(): Promise<string> {
    const command = new BeginTransactionCommand({ ...this.target, database: this.place.database });
    const { transactionId } = await this.whileResuming(() =>
      this.client.send(command, { abortSignal: this.signal }),
    );
    return transactionId!;
  }

  /** It is not given up: whether it was carried out could not be told. */
  async commit(transactionId: string): Promise<void> {
    await this.client.send(new CommitTransactionCommand({ ...this.target, transactionId }));
  }

  /** Waits for a statement of the transaction that still runs. */
  async rollBack(transactionId: string): Promise<void> {
    const command = new RollbackTransactionCommand({ ...this.target, transactionId });
    await this.repeat(
      () => this.client.send(command),
      (error) => /still running a query/i.test((error as Error).message),
      { seconds: STATEMENT_SECONDS, reason: "Waiting for the statement that still runs, to roll back" },
    );
  }

  private whileResuming<T>(call: () => Promise<T>): Promise<T> {
    return this.repeat(call, (error) => error instanceof DatabaseResumingException, {
      seconds: RESUME_SECONDS,
      reason: "The database was paused, and resumes",
      signal: this.signal,
    });
  }

  private async repeat<T>(
    call: () => Promise<T>,
    isPassing: (error: unknown) => boolean,
    { seconds, reason, signal }: { seconds: number; reason: string; signal?: AbortSignal },
  ): Promise<T> {
    const begin = Date.now();
    try {
      for (;;) {
        try {
          return await call();
        } catch (error) {
          const passed = Math.round((Date.now() - begin) / 1000);
          if (!isPassing(error) || passed >= seconds) throw error;
          this.progress(`${reason} (${passed} s) ...`);
        }
        await sleep(1000, undefined, { signal });
      }
    } finally {
      this.progress(undefined);
    }
  }

  private get target() {
    return { resourceArn: this.place.clusterArn, secretArn: this.place.secretArn };
  }
}
