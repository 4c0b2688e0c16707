import type { ColumnMetadata, ExecuteStatementResponse, Field } from "@aws-sdk/client-rds-data";

/** Numbers stay the digits that the database gave: none is rounded on its way. */
export type Cell = null | string | boolean | Uint8Array;

export interface Column {
  readonly name: string;
  readonly isNumber: boolean;
}

/** The rows that a query found. */
export interface ResultSet {
  readonly columns: readonly Column[];
  readonly rows: ReadonlyArray<readonly Cell[]>;
}

/** TINYINT, SMALLINT, INTEGER, BIGINT, NUMERIC, DECIMAL, FLOAT, REAL, DOUBLE of `java.sql.Types`. */
const NUMBERS = [-6, 5, 4, -5, 2, 3, 6, 7, 8];

/** @returns `undefined` for the answer to a statement that is no query */
export function readResultSet({
  columnMetadata = [],
  records = [],
}: Pick<ExecuteStatementResponse, "columnMetadata" | "records">): ResultSet | undefined {
  if (columnMetadata.length === 0) return undefined;
  return {
    columns: distinct(columnMetadata.map(nameOf)).map((name, i) => ({
      name,
      isNumber: NUMBERS.includes(columnMetadata[i]!.type!),
    })),
    rows: records.map((record) => record.map(readField)),
  };
}

function nameOf({ label, name = "" }: ColumnMetadata): string {
  return label || name;
}

/** A join may give two columns one name, of which an object would keep one: the second becomes `name_2`. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let other = name;
    for (let i = 2; taken.has(other) || (other !== name && names.includes(other)); i++)
      other = `${name}_${i}`;
    taken.add(other);
    return other;
  });
}

function readField(field: Field): Cell {
  if (field.isNull) return null;
  const { stringValue, longValue, doubleValue, booleanValue, blobValue } = field;
  const number = longValue ?? doubleValue;
  if (number !== undefined) return String(number);
  // Only PostgreSQL has arrays.
  return stringValue ?? booleanValue ?? blobValue ?? JSON.stringify(field);
}
