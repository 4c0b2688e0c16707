import { readSettings as ofDatabaseExport } from "../../../lambda/export-database/settings";
import { readSettings as ofFileExport } from "../../../lambda/export-files/settings";
import { settingsFrom, wholeNumber } from "../../../lambda/lib/settings";
import { readSettings as ofRuleSet } from "../../../lambda/receipt-rule-set/settings";
import { readSettings as ofRotation } from "../../../lambda/rotate-database-user/settings";
import { readSettings as ofSmtpCredentials } from "../../../lambda/smtp-credentials/settings";

it("are read by names of their own", () => {
  expect(settingsFrom({ bucket: "BUCKET" }, { BUCKET: "mail", OTHER: "2" })).toEqual({ bucket: "mail" });
});

it("are refused where some are missing or empty, each by its name", () => {
  expect(() => settingsFrom({ a: "A", b: "B", c: "C" }, { A: "1", B: "" })).toThrow(
    "The function lacks the settings B, C. Deploy the stack again, which sets them.",
  );
});

it.each(["12s", "-1", "1.5", " "])("are refused as %j where a whole number is meant", (text) => {
  expect(() => wholeNumber("PORT", text)).toThrow(
    `The setting PORT is ${JSON.stringify(text)}, but must be a whole number.`,
  );
});

describe.each([
  [
    "export-database",
    ofDatabaseExport,
    ["CLUSTER_ARN", "EXPORT_PREFIX", "BUCKET", "FOLDER", "ROLE_ARN", "KEY_ARN", "EXPORT_ONLY"],
  ],
  [
    "export-files",
    ofFileExport,
    ["CLUSTER", "TASK_DEFINITION", "TASK_FAMILY", "SUBNETS", "SECURITY_GROUP", "DESTINATION"],
  ],
  ["receipt-rule-set", ofRuleSet, ["AWS_REGION"]],
  [
    "rotate-database-user",
    ofRotation,
    ["MASTER_SECRET_ARN", "DATABASE_HOST", "DATABASE_PORT", "DATABASE_CA", "SITES_DIRECTORY"],
  ],
  [
    "smtp-credentials",
    ofSmtpCredentials,
    ["AWS_REGION", "USER_NAME", "SECRET_ARN", "CLUSTER_NAME", "SERVICE_NAME", "LONGEST_RUN_SECONDS"],
  ],
] as const)("of %s", (_, read, names) => {
  const environment = Object.fromEntries(names.map((name, i) => [name, String(i + 1)]));

  it("come from the environment, each once", () => {
    expect(Object.values(read(environment)).map(String).sort()).toEqual(Object.values(environment).sort());
  });

  it.each(names)("are refused without %s", (name) => {
    expect(() => read({ ...environment, [name]: "" })).toThrow(`lacks the settings ${name}.`);
  });
});
