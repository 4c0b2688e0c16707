import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/**
 * Columns of OpenEMR's tables (its `sql/database.sql`), with what a snapshot or cluster export makes of their types
 * ("Data conversion when exporting to an Amazon S3 bucket" in the RDS user guide): a date becomes a text, a date with
 * time a timestamp.
 */
const SCHEMA = {
  form_encounter: {
    id: "BIGINT",
    date: "TIMESTAMP",
    reason: "VARCHAR",
    facility: "VARCHAR",
    facility_id: "INTEGER",
    pid: "BIGINT",
    encounter: "BIGINT",
    sensitivity: "VARCHAR",
    pc_catid: "INTEGER",
    provider_id: "INTEGER",
  },
  openemr_postcalendar_categories: {
    pc_catid: "BIGINT",
    pc_constant_id: "VARCHAR",
    pc_catname: "VARCHAR",
    pc_catdesc: "VARCHAR",
    pc_active: "INTEGER",
  },
  patient_data: {
    id: "BIGINT",
    fname: "VARCHAR",
    lname: "VARCHAR",
    DOB: "VARCHAR",
    street: "VARCHAR",
    postal_code: "VARCHAR",
    ss: "VARCHAR",
    phone_home: "VARCHAR",
    date: "TIMESTAMP",
    sex: "VARCHAR",
    email: "VARCHAR",
    pubpid: "VARCHAR",
    pid: "BIGINT",
    deceased_date: "TIMESTAMP",
  },
} as const;

export type TableName = keyof typeof SCHEMA;
export type Row = Readonly<Record<string, string | number | null>>;

/** Every column of OpenEMR that could tell who somebody is, and what the reports themselves never return. */
export const IDENTIFYING = Object.values(SCHEMA)
  .flatMap(Object.keys)
  .filter(
    (column) => !["sex", "date", "pc_catid", "pc_catname", "pc_constant_id", "pc_active"].includes(column),
  );

/** An export of a database as RDS writes it, of made-up rows, and a database that reads it. */
export class ExportedDatabase {
  readonly folder = mkdtempSync(path.join(tmpdir(), "exported-database-"));

  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly types: Readonly<Record<string, string>>,
  ) {}

  /** @param types of columns that have another type than usual */
  static async create(
    tables: Readonly<Record<TableName, readonly Row[]>>,
    types: Readonly<Record<string, string>> = {},
  ): Promise<ExportedDatabase> {
    const instance = await DuckDBInstance.create(":memory:");
    const made = new ExportedDatabase(await instance.connect(), types);
    for (const [table, rows] of Object.entries(tables)) await made.write(table as TableName, rows);
    return made;
  }

  /** Opens a table as the job does: just these columns, from files some folders down. */
  async open(table: string, columns: readonly string[]): Promise<void> {
    const files = path.join(this.folder, "openemr", `openemr.${table}`, "**/*.parquet");
    await this.connection.run(
      `CREATE OR REPLACE VIEW ${table} AS SELECT ${columns.join(", ")} FROM read_parquet('${files}')`,
    );
  }

  async setParameters(asOf: string, smallestGroup: number): Promise<void> {
    await this.connection.run(
      `CREATE OR REPLACE VIEW parameters AS SELECT DATE '${asOf}' AS as_of, ${smallestGroup} AS smallest_group`,
    );
  }

  async query(sql: string): Promise<Record<string, unknown>[]> {
    const reader = await this.connection.runAndReadAll(sql);
    return reader
      .getRowObjectsJson()
      .map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            /^\d+$/.test(String(value)) ? Number(value) : value,
          ]),
        ),
      );
  }

  close(): void {
    this.connection.closeSync();
    rmSync(this.folder, { recursive: true });
  }

  /** In two files, as a table of some size is. */
  private async write(table: TableName, rows: readonly Row[]): Promise<void> {
    const schema = Object.entries<string>({ ...SCHEMA[table] }).map(
      ([name, type]) => [name, this.types[name] ?? type] as const,
    );
    await this.connection.run(
      `CREATE TABLE all_${table} (${schema.map((column) => column.join(" ")).join(", ")})`,
    );
    const literal = (value: Row[string] | undefined) =>
      value === undefined || value === null ? "NULL" : typeof value === "number" ? value : `'${value}'`;
    for (const row of rows) {
      const values = schema.map(([name]) => literal(row[name]));
      await this.connection.run(`INSERT INTO all_${table} VALUES (${values.join(", ")})`);
    }
    const target = path.join(this.folder, "openemr", `openemr.${table}`, "1");
    mkdirSync(target, { recursive: true });
    for (const part of [0, 1]) {
      const file = path.join(target, `part-0000${part}-0f0e0d0c-aaaa-bbbb-cccc-000000000000-c000.gz.parquet`);
      await this.connection.run(
        `COPY (SELECT * FROM all_${table} WHERE rowid % 2 = ${part}) TO '${file}' (FORMAT parquet, COMPRESSION gzip)`,
      );
    }
  }
}
