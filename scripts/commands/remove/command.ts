import path from "node:path";
import { CheckedEnvironment } from "../../check/environment";
import { LIST_PRICES } from "../../cost/prices";
import { conduct, PROCEDURE_OPTIONS, PROCEDURE_OPTIONS_HELP } from "../../procedures/command";
import { reachInstallation } from "../../procedures/installation";
import { removable } from "../../procedures/remove/removable";
import { remove } from "../../procedures/remove/remove";
import type { Prices } from "../../procedures/remove/rest";
import { runInTerminal } from "../../system/terminal-process";
import { command } from "../../terminal/command";
import { remainsOf } from "../../terraform/interrupted/remains";
import { hasOutputs, pullState } from "../../terraform/interrupted/state-file";
import { stackOutputs } from "../../terraform/stack-outputs";
import { explainingState } from "../../terraform/state/advice";
import { synthesizedStack } from "../../terraform/synthesized-stack";
import { Terraform } from "../../terraform/terraform";

const USAGE = `Usage: npm run remove -- <environment> [options]

Removes an installation: says by name what is lost and what stays, stops OpenEMR, backs up database and files once more
and waits for it, destroys what Terraform made, and deletes what commands noted, so that the name is free. The backups,
their vault and their keys stay; at the end it says what they cost. deletion_protection = false is applied before.

${PROCEDURE_OPTIONS_HELP}
`;

export const removeCommand = command(module, {
  usage: USAGE,
  options: PROCEDURE_OPTIONS,
  positionals: { one: "environment" },
  changesSomething: true,
  read: ({ values, positionals: [environment] }) => ({ ...values, environment }),
  run: async (given, surroundings) => {
    const { project } = surroundings;
    const environment = await CheckedEnvironment.read(project, given.environment);
    const { name, prefix, region } = environment;
    const folder = await synthesizedStack(project, name);
    const terraform = await Terraform.in(path.join(project, folder));
    const use = { command: `npm run remove -- ${name}`, project, folder, takesLock: false };
    const readState = () => explainingState(use, () => pullState(terraform));
    const installation = hasOutputs(await readState())
      ? await reachInstallation(await stackOutputs(project, name))
      : undefined;
    const copyRegion = environment.text("backup_copy_region");
    const accountCopies = environment.text("backup_copy_account_vault_arn");
    const removed = removable({ environment: name, prefix, region, copyRegion, accountCopies });
    await conduct("remove", given, surroundings, removed, (started) =>
      remove(removed, {
        ...(installation ? { installation } : {}),
        remains: async () => remainsOf(await readState()),
        destroy: (options) => {
          const program = path.join(project, "scripts/commands/deploy/command.ts");
          const args = ["--require", "tsx/cjs", program, "destroy", name, "--auto-approve", ...options];
          return runInTerminal(process.execPath, args, { cwd: project, env: started });
        },
        prices: { ...pricesIn(region), ...(copyRegion && { copies: pricesIn(copyRegion) }) },
      }),
    );
  },
});

function pricesIn(region: string): Omit<Prices, "copies"> {
  const of = (price: Parameters<typeof LIST_PRICES.of>[0]) => LIST_PRICES.of(price, region).usd.toNumber();
  return { key: of("kms_key_month"), databaseGb: of("aurora_backup_gb"), filesGb: of("efs_backup_gb") };
}
