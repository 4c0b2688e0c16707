import path from "node:path";
import type { Program } from "../measure";
import type { Subject } from "../subjects";
import type { BenchedFunction } from "./functions";

/** The function whose memory depends on what it is given. */
const MAIL_FORWARDER = "forward-mail";

export const functionNames = {
  coldStartOf: (name: string) => `cold start of ${name}`,
  largeMail: "forwarding a large message",
};

/**
 * Loading of each function, and the work of the one that takes large messages.
 *
 * @param endpoint of what stands for AWS
 */
export function functionSubjects(
  functions: readonly BenchedFunction[],
  project: string,
  endpoint: string,
): Subject[] {
  const subject = (name: string, file: string, { bundle }: BenchedFunction): Subject => ({
    name,
    program: {
      file: path.join(__dirname, file),
      args: [bundle],
      cwd: project,
      env: { ...RUNTIME, AWS_ENDPOINT_URL: endpoint, NODE_PATH: path.join(project, "node_modules") },
      plain: true,
    } satisfies Program,
  });
  const mailForwarder = functions.filter(({ name }) => name === MAIL_FORWARDER);
  return [
    ...functions.map((one) => subject(functionNames.coldStartOf(one.name), "load.cjs", one)),
    ...mailForwarder.map((one) => subject(functionNames.largeMail, "forward-large-mail.cjs", one)),
  ];
}

/** The environment that Lambda and Terraform set. */
const RUNTIME = {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "bench",
  AWS_SECRET_ACCESS_KEY: "bench",
  BUCKET: "mail",
  FORWARD_TO: "desk@practice.example",
  FROM_ADDRESS: "notifications@clinic.example",
  RECIPIENT: "help@clinic.example",
  QUOTA_PERCENT: "50",
};
