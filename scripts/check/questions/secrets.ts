import {
  DescribeSecretCommand,
  ListSecretsCommand,
  type SecretListEntry,
} from "@aws-sdk/client-secrets-manager";
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

/** Whether ECR can read the credential for Docker Hub: a rule of the cache is refused without it. */
export function credentialQuestions({ secrets }: Clients, environment: CheckedEnvironment): Question[] {
  const arn = environment.text("docker_hub_credential_secret_arn");
  if (!arn) return [];
  const { region } = environment;
  return [
    {
      area: "Image",
      what: "credential for Docker Hub",
      ask: async () => {
        try {
          const { KmsKeyId, DeletedDate } = await secrets.send(new DescribeSecretCommand({ SecretId: arn }));
          if (DeletedDate) {
            return wrong(
              "it waits for deletion",
              `aws secretsmanager restore-secret --region ${region} --secret-id ${arn}`,
            );
          }
          // AWS tells no key of a secret with its own.
          if (!KmsKeyId || KmsKeyId.endsWith("alias/aws/secretsmanager")) return right("it is there");
          return wrong(
            `it is encrypted with ${KmsKeyId}, and ECR reads only secrets with AWS's own key`,
            `aws secretsmanager update-secret --region ${region} --secret-id ${arn} --kms-key-id alias/aws/secretsmanager`,
          );
        } catch (error) {
          if ((error as Error).name !== "ResourceNotFoundException") throw error;
          return wrong("it is not in this account and region", "make one as docs/images.md says");
        }
      },
    },
  ];
}

/** Names of another installation can begin with this one's: `clinic-west` with `clinic`. */
function isOfAnother({ Tags = [] }: SecretListEntry, environment: string): boolean {
  return Tags.some(({ Key, Value }) => Key === "Environment" && Value !== environment);
}
