import type { Readable } from "node:stream";
import { type Statement, StatementReader } from "./statements";

/** Facts of a dump, and what keeps it from being loaded. */
export interface DumpLook {
  readonly tables: readonly string[];
  /** By the table `version`, e.g. `7.0.3`. */
  readonly version?: string;
  /** Keys of OpenEMR that those of the files are encrypted with. */
  readonly hasKeys: boolean;
  readonly statements: number;
  readonly refused: readonly Refusal[];
  /** Refusals beyond those that are listed. */
  readonly moreRefused: number;
}

export interface Refusal {
  /** File, path in an archive, or number of a statement. */
  readonly where: string;
  readonly why: string;
}

const NAME = "(`[^`.]+`|[A-Za-z0-9_$]+)";

/** Engines of MySQL and MariaDB that keep a table in the server itself. */
const ENGINES = ["INNODB", "MYISAM", "ARIA", "MEMORY"];

/** Character sets in which no character holds a backslash or a quote. */
const SETS = "(utf8|utf8mb3|utf8mb4|latin1|ascii|binary)";

const VERSION = "(\\d{5,6} )?";

/** Under its own name only: many numbers of the server are modes of SQL, too. */
const SAVED = "@OLD_(?<saved>[A-Z_]+) ?= ?@@\\k<saved>";

/**
 * Statements that mysqldump and mariadb-dump write, and no others: what is not known here is refused. Compared on
 * 2026-11-30 with dumps of OpenEMR 7.0.3 to 8.4.1 by mariadb-dump 10.11 and 11.8; those of MySQL's own are by its manual.
 */
const KNOWN: readonly RegExp[] = [
  new RegExp(`^${VERSION}DROP TABLE IF EXISTS ${NAME}$`, "i"),
  new RegExp(`^(UN)?LOCK TABLES( ${NAME} WRITE)?$`, "i"),
  new RegExp(`^${VERSION}ALTER TABLE ${NAME} (DIS|EN)ABLE KEYS$`, "i"),
  new RegExp(`^${VERSION}SET NAMES ${SETS}$`, "i"),
  new RegExp(`^${VERSION}SET character_set_client = (${SETS}|@saved_cs_client)$`, "i"),
  new RegExp(`^${VERSION}SET @saved_cs_client ?= @@character_set_client$`, "i"),
  new RegExp(
    `^${VERSION}SET (${SAVED}, )?(UNIQUE_CHECKS|FOREIGN_KEY_CHECKS|SQL_NOTES|NOTE_VERBOSITY) ?= ?[01]$`,
    "i",
  ),
  new RegExp(`^${VERSION}SET ${SAVED}$`, "i"),
  // mariadb-dump 11.8 writes them around the rows of each table.
  new RegExp(`^${VERSION}SET ${SAVED}, @@AUTOCOMMIT ?= ?0$`, "i"),
  new RegExp(
    `^${VERSION}SET (?<setting>AUTOCOMMIT|TIME_ZONE|SQL_MODE|FOREIGN_KEY_CHECKS|UNIQUE_CHECKS|SQL_NOTES|NOTE_VERBOSITY|CHARACTER_SET_CLIENT|CHARACTER_SET_RESULTS|COLLATION_CONNECTION) ?= ?@OLD_\\k<setting>$`,
    "i",
  ),
  new RegExp(`^${VERSION}SET TIME_ZONE ?= ?'[+-]\\d\\d:\\d\\d'$`, "i"),
  // mysqldump's own mode: it changes neither quotes nor backslashes.
  new RegExp(`^${VERSION}SET @OLD_SQL_MODE ?= ?@@SQL_MODE, SQL_MODE ?= ?'NO_AUTO_VALUE_ON_ZERO'$`, "i"),
  new RegExp(`^${VERSION}(SET )?(START TRANSACTION|COMMIT|autocommit ?= ?[01])$`, "i"),
];

/** Statements in which the text between quotes counts. */
const SETTING = new RegExp(`^${VERSION}SET\\b`, "i");

/** The first line of newer dumps: it tells MariaDB's client to take no commands. Nothing else may look like it. */
const SANDBOX = /^\/\*M?!999999\\- enable the sandbox mode \*\/ *\r?\n/;

const TABLE = new RegExp(`^CREATE TABLE (IF NOT EXISTS )?${NAME} \\(`, "i");
const INSERT = new RegExp(`^(INSERT|REPLACE)( IGNORE)? INTO ${NAME}( \\([^()]*\\))? VALUES\\b`, "i");

const FIRST_ROW = new RegExp(
  `${INSERT.source} ?\\( ?(?<major>\\d+) ?, ?(?<minor>\\d+) ?, ?(?<patch>\\d+) ?,`,
  "i",
);

const LISTED = 50;

/** Reads a dump from its beginning to its end, and judges each statement. */
export async function lookIntoDump(dump: Readable, name: string): Promise<DumpLook> {
  const tables = new Set<string>();
  const refused: Refusal[] = [];
  let [count, more, hasKeys] = [0, 0, false];
  let version: string | undefined;
  const reader = new StatementReader((statement) => {
    count++;
    const why = refusalOf(statement);
    if (why !== undefined) {
      if (refused.length < LISTED) refused.push({ where: `${name}, statement ${count}`, why });
      else more++;
    }
    const made = TABLE.exec(statement.shape)?.[2];
    if (made) tables.add(bare(made));
    const filled = INSERT.exec(statement.shape)?.[3];
    if (filled && bare(filled) === "version") version = versionIn(statement.text) ?? version;
    if (filled && bare(filled) === "keys") hasKeys = true;
  });
  for await (const piece of withoutFirstLine(dump)) reader.read(piece);
  reader.end();
  return {
    tables: [...tables].sort(),
    ...(version && { version }),
    hasKeys,
    statements: count,
    refused,
    moreRefused: more,
  };
}

/** The text of a dump in Latin-1, but for a first line that is {@link SANDBOX}. */
async function* withoutFirstLine(dump: Readable): AsyncGenerator<string> {
  let first: string | undefined = "";
  for await (const chunk of dump) {
    const piece: string = (chunk as Buffer).toString("latin1");
    if (first === undefined) {
      yield piece;
      continue;
    }
    first += piece;
    if (!first.includes("\n") && first.length < 1000) continue;
    yield first.replace(SANDBOX, "");
    first = undefined;
  }
  if (first) yield first;
}

function refusalOf(statement: Statement): string | undefined {
  const { shape, text, computed, hasClientCommand, isUnclear, isCut } = statement;
  if (isUnclear) return "it has quotes or a comment that a server may read in another way";
  if (hasClientCommand) return "it has a backslash outside of quotes, a command to the client that loads it";
  if (isCut) return "it is longer than any statement of OpenEMR's tables";
  if (INSERT.test(shape)) {
    return computed.length === 0
      ? undefined
      : `it computes values (${computed.join(", ")}), as a function that reads files does`;
  }
  if (TABLE.test(shape)) return refusalOfTable(shape);
  const compared = SETTING.test(shape) ? text : shape;
  if (shape === "" || KNOWN.some((known) => known.test(compared))) return undefined;
  return `no dump of OpenEMR's tables has ${JSON.stringify(compared.slice(0, 80))}`;
}

function refusalOfTable(shape: string): string | undefined {
  const options = shape.slice(shape.lastIndexOf(")") + 1);
  const engine = /\bENGINE ?= ?(\w+)/i.exec(shape)?.[1]?.toUpperCase();
  if (engine !== undefined && !ENGINES.includes(engine))
    return `its table is of the engine ${engine}, which reaches out of the database`;
  const collation = /\b\w*uca1400\w*/i.exec(shape)?.[0];
  if (collation)
    return `its collation ${collation} is MariaDB's own, and Aurora does not have it; dump it with utf8mb4_general_ci`;
  if (/\b(DATA|INDEX) DIRECTORY\b|\bCONNECTION\b|\bUNION\b|\bTABLESPACE\b/i.test(options))
    return "its table has its data elsewhere";
  if (/\b(SELECT|LIKE)\b/i.test(shape.replace(/`[^`]*`/g, ""))) return "its table is made of another one";
  if (/`\s*\.\s*`/.test(shape)) return "it names another database";
  return undefined;
}

function bare(name: string): string {
  return name.replaceAll("`", "");
}

/** The table `version` begins with major, minor, patch; newer versions write them as numbers, too. */
function versionIn(text: string): string | undefined {
  const { major, minor, patch } = FIRST_ROW.exec(text)?.groups ?? {};
  return major && `${major}.${minor}.${patch}`;
}
