import { calledBy, functionFolders } from "../support/called-actions";
import { policiesOf } from "../support/iam-policies";
import { InstallationWithEverything } from "../support/installation-with-everything";

/** The function that a folder becomes, by its address. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  "export-database": "analytics_database_export_function",
  "export-files": "analytics_file_export_function",
  "forward-mail": "mail_incoming_forwarder_function",
  "judge-restore": "restore_testing_function",
  probe: "monitoring_probe_function",
  "receipt-rule-set": "mail_incoming_rule_set_activation_function",
  "rotate-database-user": "password_rotation_function",
  "smtp-credentials": "mail_credentials_function",
};

/** Permissions that take no call of the code: for its log, its settings, its keys, its network, and what tells of its failures. */
const OF_THE_PLATFORM = /^(logs|kms|sqs|sns|ec2):/;

/** Functions that call nothing of AWS. */
const WITHOUT_CALLS = new Set(["probe"]);

/** Further actions that AWS asks for where a call hands on a role or sets tags. */
const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  "export-database": ["iam:PassRole"],
  "export-files": ["iam:PassRole", "ecs:TagResource"],
};

let allowed: Map<string, string[]>;
beforeAll(async () => {
  const policies = policiesOf((await InstallationWithEverything.shared()).resources());
  allowed = new Map(
    Object.entries(FUNCTIONS).map(([folder, id]) => {
      const own = policies.filter(({ where }) => where.startsWith(`aws_iam_role_policy.${id}_permissions`));
      return [folder, own.flatMap(({ statements }) => statements.flatMap(({ Action }) => Action))];
    }),
  );
}, 300_000);

it("every function is looked at", () => {
  expect(functionFolders()).toEqual(Object.keys(FUNCTIONS));
});

it.each(Object.keys(FUNCTIONS))("%s may do what its code calls, and nothing else", (folder) => {
  const called = calledBy(folder);
  const actions = allowed.get(folder)!.filter((action) => !OF_THE_PLATFORM.test(action));
  if (WITHOUT_CALLS.has(folder)) expect(called).toEqual([]);
  else expect(called.length).toBeGreaterThan(1);
  expect(called.filter((action) => !actions.includes(action))).toEqual([]);
  const others = actions.filter((action) => !called.includes(action));
  expect(others.filter((action) => !IMPLIED[folder]?.includes(action))).toEqual([]);
});
