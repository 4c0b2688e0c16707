import { ECSClient } from "@aws-sdk/client-ecs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { explainingAws } from "../../aws/aws-error";
import { outputsInAccount } from "../../openemr/account";
import { requirePlugin } from "../../openemr/exec/plugin";
import { runInTask } from "../../openemr/exec/shell";
import { readNames } from "../../openemr/status/installation";
import { clientSettings } from "../../system/client-settings";
import { command } from "../../terminal/command";

const USAGE = `Usage: npm run shell -- <environment> [--command "<command>"]

Opens a shell in a running task of OpenEMR, where enable_ecs_exec is true. Whoever has one can read what OpenEMR can:
passwords, keys, every document. All that is typed and shown is recorded in the log group and the bucket exec. It needs
the Session Manager plugin of the AWS CLI. For scripts: npm run run, which also tells an exit code.

  --command text   what runs in place of a shell, such as "ls -l sites" (default: /bin/sh)
  --help, -h       shows this text
`;

export const shellCommand = command(module, {
  usage: USAGE,
  options: { command: { type: "string", default: "/bin/sh" } },
  positionals: { one: "environment" },
  changesSomething: true,
  read: ({ values, positionals: [environment] }) => ({ ...values, environment }),
  run: async (given, { project, env }) => {
    const place = readNames(await outputsInAccount(project, given.environment));
    const version = await requirePlugin(env);
    const settings = clientSettings(place.region);
    const clients = { ecs: new ECSClient(settings), ssm: new SSMClient(settings) };
    process.exitCode = await explainingAws(
      () => runInTask(clients, place, given.command, { version, env }),
      "It takes ecs:DescribeServices, ecs:ListTasks, ecs:DescribeTasks, ecs:ExecuteCommand, and kms:GenerateDataKey on the key alias/<name>-<environment>-logs.",
    );
  },
});
