import { EMRServerlessClient } from "@aws-sdk/client-emr-serverless";
import { RDSClient } from "@aws-sdk/client-rds";
import { S3Client } from "@aws-sdk/client-s3";
import { explainingAws } from "../../aws/aws-error";
import { outputsInAccount } from "../../openemr/account";
import { clientSettings } from "../../system/client-settings";
import { command, type Surroundings } from "../../terminal/command";
import { readEnvironment } from "./environment";
import { chooseExport } from "./exports";
import { followJob } from "./follow";
import { COMMAND_LINE, type Options } from "./options";
import { submitJob } from "./submit";

/** `npm run analytics-job`: runs the reports on an export, and follows them to their end. */
async function analyticsJob(options: Options, { project }: Surroundings): Promise<void> {
  const outputs = await outputsInAccount(project, options.environment);
  const environment = readEnvironment(outputs.environment, outputs.values.analytics_environment);
  const settings = clientSettings(environment.region);
  await explainingAws(async () => {
    const clients = { rds: new RDSClient(settings), s3: new S3Client(settings) };
    const say = (line: string) => console.log(line);
    const exported = await chooseExport(clients, environment, options, say);
    const emr = new EMRServerlessClient(settings);
    const job = await submitJob(emr, environment, { ...options, export: exported });
    await followJob(emr, environment, job, say);
  }, "docs/analytics.md says which rights the command takes.");
}

command(module, { ...COMMAND_LINE, run: analyticsJob });
