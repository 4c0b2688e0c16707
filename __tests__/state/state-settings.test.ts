import { App, TerraformStack } from "cdktf";
import { generalVariables } from "../../src/installation-variables";
import { STATE_SETTINGS } from "../../src/state/settings-table";
import { missingSettings, readStateSettings, requireStateSettings } from "../../src/state/state-settings";
import { Variable } from "../../src/terraform/variable";
import { UserError } from "../../src/user-error";

const S3 = { bucket: "states", region: "eu-west-1", lockTable: "locks" };

test("state is in S3 unless something else is said", () => {
  expect(readStateSettings(undefined, {})).toEqual({ kind: "s3" });
  expect(readStateSettings(S3, {})).toEqual({ kind: "s3", ...S3 });
});

test("each setting is overridden by its environment variable, and an empty one counts as unset", () => {
  const variables = STATE_SETTINGS.map(({ environmentVariable }) => environmentVariable);
  expect(variables).toEqual([
    "OPENEMR_STATE_KIND",
    "OPENEMR_STATE_BUCKET",
    "OPENEMR_STATE_REGION",
    "OPENEMR_STATE_LOCK_TABLE",
    "OPENEMR_STATE_USE_LOCKFILE",
    "OPENEMR_STATE_KMS_KEY",
    "OPENEMR_STATE_NAME",
    "OPENEMR_STATE_ORGANIZATION",
    "OPENEMR_STATE_PROJECT",
    "OPENEMR_STATE_HOSTNAME",
    "OPENEMR_STATE_DIRECTORY",
  ]);
  expect(
    readStateSettings(S3, {
      OPENEMR_STATE_BUCKET: "other",
      OPENEMR_STATE_USE_LOCKFILE: "true",
      OPENEMR_STATE_REGION: "",
    }),
  ).toEqual({ kind: "s3", ...S3, bucket: "other", useLockfile: true });
});

test.each([
  [{ kind: "s4" }, {}, '"kind" in context.state of cdktf.json is "s4", but must be one of s3, cloud, local.'],
  [{ bucket: "Upper" }, {}, 'is "Upper", but must be the name of an S3 bucket'],
  [{ bucket: "a..b" }, {}, 'is "a..b", but must be the name of an S3 bucket'],
  [{ bucket: 7 }, {}, "is 7, but must be the name of an S3 bucket"],
  [{ region: "Ireland" }, {}, 'is "Ireland", but must be the code of an AWS region'],
  [{ bucket: "xn--a" }, {}, "which has no two dots in a row and does not begin with xn--"],
  [
    { region: "us-gov-west-1" },
    {},
    "but must be a region of the commercial partition. China and GovCloud have other certificate authorities",
  ],
  [{ lockTable: "x" }, {}, "but must be the name of a DynamoDB table"],
  [{ useLockfile: "yes" }, {}, 'is "yes", but must be true or false'],
  [
    {},
    { OPENEMR_STATE_USE_LOCKFILE: "1" },
    'OPENEMR_STATE_USE_LOCKFILE is "1", but must be true or false. Correct it or unset it.',
  ],
  [{ kmsKey: "alias/x" }, {}, "but must be the ARN of a KMS key or alias"],
  [{ name: "Open EMR" }, {}, "but must be lower-case letters"],
  [{ name: "open-emr" }, {}, "but must be lower-case letters and digits, beginning with a letter"],
  [{ name: "internal" }, {}, "but must be another name than sg and internal"],
  [{ organization: "my org" }, {}, "but must be the name of a Terraform Cloud organization"],
  [{ project: "" }, {}, 'is "", but must be the name of a Terraform Cloud project: 3 to 40 letters'],
  [{ project: "medical " }, {}, 'is "medical ", but must be the name of a Terraform Cloud project'],
  [{ project: "R&D" }, {}, "but must be the name of a Terraform Cloud project"],
  [{ hostname: "https://tfe.example.org" }, {}, "but must be the name of a host without a scheme"],
  [{ directory: "/var/state" }, {}, "but must be a folder inside the project"],
  [{ directory: "../state" }, {}, "but must be a folder inside the project"],
  [{ buckett: "x" }, {}, '"buckett" in context.state of cdktf.json is not a setting. Did you mean "bucket"?'],
  [
    {},
    { OPENEMR_STATE_BUKET: "x" },
    '"OPENEMR_STATE_BUKET" is not a setting. Did you mean "OPENEMR_STATE_BUCKET"?',
  ],
  [["s3"], {}, 'context.state of cdktf.json is ["s3"], but must be an object'],
])("%j with %j is refused", (context, environment, message) => {
  const read = () => readStateSettings(context, environment);
  expect(read).toThrow(UserError);
  expect(read).toThrow(message);
});

test("region and name have to look as the stack has them", () => {
  const stack = new TerraformStack(new App(), "variables");
  const { region, applicationName } = generalVariables((name, config) => new Variable(stack, name, config));
  const expected = { region: region.rules, name: applicationName.rules };
  for (const [key, rules] of Object.entries(expected)) {
    const setting = STATE_SETTINGS.find((candidate) => candidate.key === key)!;
    expect(setting.forms?.map(({ mustBe }) => mustBe)).toEqual(rules.map(({ mustBe }) => mustBe));
  }
});

test.each([
  [{}, ["bucket", "region", "lockTable"]],
  [S3, []],
  [{ bucket: "states", region: "eu-west-1", useLockfile: true }, []],
  [{ kind: "cloud" }, ["organization"]],
  [{ kind: "local" }, []],
])("%j lacks %j", (context, missing) => {
  expect(missingSettings(readStateSettings(context, {}))).toEqual(missing);
});

test("what is missing is named with the command or the settings that mend it", () => {
  const require = (context: unknown) => () => requireStateSettings(readStateSettings(context, {}));
  expect(require({ bucket: "states" })).toThrow(
    "region, lockTable are not set; npm run bootstrap sets them. Nothing was changed.",
  );
  expect(require({ kind: "cloud" })).toThrow(
    "organization is not set; set context.state of cdktf.json or OPENEMR_STATE_ORGANIZATION for it.",
  );
});
