import { InvokeCommand } from "@aws-sdk/client-lambda";
import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";
import { refuseDuringExchange } from "../restore/record";
import { readService } from "../service/tasks";
import type { Procedure, Step } from "../step";

/** Has a function make new SMTP credentials, and waits until every task has them. @throws UserError without mail */
export async function rotateMail(installation: Installation): Promise<Procedure> {
  const { environment, smtpFunction } = installation;
  await refuseDuringExchange(installation);
  if (!smtpFunction) {
    throw new UserError(
      `OpenEMR sends no mail, so it has no credentials for it: configure_ses is false in environments/${environment}.tfvars. ` +
        "Where it is to send mail, set it to true and deploy: docs/mail.md.",
    );
  }
  let said = "";
  return {
    name: "rotate",
    environment,
    again: `npm run rotate -- ${environment} mail`,
    summary:
      "Makes new SMTP credentials, which nobody sees, and replaces the tasks one after the other, so that they use them. People go on working.",
    steps: [
      tasksReplaced(installation, "Wait until no tasks are being replaced"),
      newCredentials(installation, smtpFunction, (text) => {
        said = text;
      }),
      tasksReplaced(installation, "Wait until all tasks have them"),
    ],
    outcome: async () => [said, "The function deletes the former key now that no task uses it."],
  };
}

/** The function goes on with a rotation that an earlier run of it left undone. */
function newCredentials({ clients }: Installation, FunctionName: string, tell: (said: string) => void): Step {
  let isDone = false;
  return {
    title: "Make new credentials",
    takes: "1 min",
    look: async () => ({ is: isDone ? "done" : "to do" }),
    begin: async () => {
      const { Payload, FunctionError } = await clients.lambda.send(
        new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify({ action: "rotate" })) }),
      );
      const answer = JSON.parse(Buffer.from(Payload ?? []).toString() || "{}") as Record<string, unknown>;
      if (FunctionError) throw new UserError(String(answer.errorMessage ?? FunctionError));
      tell(String(answer.outcome ?? ""));
      isDone = true;
    },
  };
}

function tasksReplaced(installation: Installation, title: string): Step {
  return {
    title,
    takes: "5 min",
    look: async () => {
      const { deployments = [] } = await readService(installation);
      const primary = deployments.find(({ status }) => status === "PRIMARY");
      if (primary?.rolloutState === "FAILED") {
        return { is: "failed", note: primary.rolloutStateReason ?? "ECS gave the deployment up." };
      }
      const isWhole = (primary?.rolloutState ?? "COMPLETED") === "COMPLETED" && deployments.length <= 1;
      return { is: isWhole ? "done" : "under way" };
    },
    begin: async () => {},
  };
}
