/**
 * Begins what commits an open transaction by itself, or ends it (MySQL 8.0 Reference Manual, "Statements That Cause
 * an Implicit Commit" and "START TRANSACTION, COMMIT, and ROLLBACK Statements"). Those of replication are left
 * out: Aurora has none.
 */
const ENDS_TRANSACTION = [
  /(alter|rename|truncate|grant|revoke|install|uninstall)\b/,
  // Temporary tables do not end a transaction.
  /(create|drop)\b(?!\s+temporary\b)/,
  /(analyze|cache|check|flush|optimize|repair|reset)\b/,
  /load\s+index\b/,
  /(begin|commit|start\s+transaction|(un)?lock\s+tables?)\b/,
  /rollback\b(?!\s+(work\s+)?to\b)/,
  /set\s+(password\b|((session|local|@@|@@session\.|@@local\.)\s*)?autocommit\b)/,
];

/** Changes the structure of data. Ended in the middle, it may leave a structure that is broken. */
const DEFINES = /(alter|create|drop|optimize|rename|repair|truncate)\b/;

/** Whether a statement would commit, or end, the transaction that it is in. */
export function endsTransaction(sql: string): boolean {
  return ENDS_TRANSACTION.some((pattern) => begins(pattern, sql));
}

/** Whether a statement must not be ended in the middle. */
export function definesData(sql: string): boolean {
  return begins(DEFINES, sql);
}

/** The server also carries out what is in a comment that begins with an exclamation mark, and a version. */
function begins(pattern: RegExp, sql: string): boolean {
  return new RegExp(`^(/\\*!\\d*\\s*)?${pattern.source}`, "i").test(sql);
}
