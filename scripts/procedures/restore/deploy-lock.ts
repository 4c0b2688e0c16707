import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import type { Installation } from "../installation";
import type { Step } from "../step";

/** The value by which a plan knows that nothing is under way: `src/operations/procedure-lock.ts`. */
const NONE = "none";

/** No plan passes from now on, and so nothing is deployed: Terraform would make a database of the name that is free. */
export function keepDeploysAway(installation: Installation, why: string): Step {
  return lock("Keep deploys away", installation, why);
}

export function letDeploysIn(installation: Installation): Step {
  return lock("Let deploys in again", installation, NONE);
}

function lock(title: string, { clients, procedureParameter: Name }: Installation, Value: string): Step {
  return {
    title,
    takes: "1 s",
    look: async () => {
      const { Parameter } = await clients.ssm.send(new GetParameterCommand({ Name }));
      return { is: Parameter?.Value === Value ? "done" : "to do" };
    },
    begin: async () => {
      await clients.ssm.send(new PutParameterCommand({ Name, Value, Overwrite: true }));
    },
  };
}
