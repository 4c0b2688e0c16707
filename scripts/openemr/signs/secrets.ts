import { DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import { days, type ReadSign } from "./sign";

/** AWS Security Hub, control SecretsManager.4: a secret should be rotated within 90 days. Read on 2026-11-30. */
const OLDEST_DAYS = 90;

/** How long each password has been in use. */
export const readSecrets: ReadSign = async ({ secrets }, { environment, secrets: arns }, at) => {
  const ages = await Promise.all(
    Object.entries(arns).map(async ([name, arn]) => {
      const found = await secrets.send(new DescribeSecretCommand({ SecretId: arn }));
      return { name, days: days(found.LastChangedDate ?? found.CreatedDate ?? at, at) };
    }),
  );
  const text = ages.map((each) => `${each.name} ${each.days} days`).join(", ");
  const old = ages
    .filter((each) => each.days > OLDEST_DAYS)
    .map(({ name }) => `npm run rotate -- ${environment} ${name}`);
  return old.length === 0
    ? { name: "Passwords", state: "well", text }
    : { name: "Passwords", state: "not well", text, next: old.join("; ") };
};
