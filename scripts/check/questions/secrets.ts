import { ListSecretsCommand, type SecretListEntry } from "@aws-sdk/client-secrets-manager";
import type { Clients } from "../account";
import type { CheckedEnvironment } from "../environment";
import { type Question, right, wrong } from "../question";

/** Secrets of a former installation that wait for their end keep their names for as long. */
export function secretQuestion({ secrets }: Clients, { name, prefix, region }: CheckedEnvironment): Question {
  return {
    area: "Names in use",
    what: "secrets that are scheduled for deletion",
    ask: async () => {
      const waiting: string[] = [];
      let token: string | undefined;
      do {
        const page: { SecretList?: SecretListEntry[]; NextToken?: string } = await secrets.send(
          new ListSecretsCommand({
            IncludePlannedDeletion: true,
            Filters: [{ Key: "name", Values: [`${prefix}-`] }],
            NextToken: token,
          }),
        );
        const found = (page.SecretList ?? []).filter(
          (each) => each.DeletedDate !== undefined && !isOfAnother(each, name),
        );
        waiting.push(...found.map(({ Name = "" }) => Name));
        token = page.NextToken;
      } while (token);
      if (waiting.length === 0) return right("none");
      return wrong(
        waiting.join(", "),
        waiting
          .map(
            (name) =>
              `aws secretsmanager delete-secret --region ${region} --secret-id ${name} --force-delete-without-recovery`,
          )
          .join("\n"),
      );
    },
  };
}

/** Names of another installation can begin with this one's: `clinic-west` with `clinic`. */
function isOfAnother({ Tags = [] }: SecretListEntry, environment: string): boolean {
  return Tags.some(({ Key, Value }) => Key === "Environment" && Value !== environment);
}
