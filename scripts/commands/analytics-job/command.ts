import path from "node:path";
import { EMRServerlessClient } from "@aws-sdk/client-emr-serverless";
import { RDSClient } from "@aws-sdk/client-rds";
import { S3Client } from "@aws-sdk/client-s3";
import { explainingAws } from "../../aws/aws-error";
import { endWithReader } from "../../terminal/closed-pipe";
import { runCommand } from "../../terminal/run-command";
import { stackOutputs } from "../../terraform/stack-outputs";
import { readEnvironment } from "./environment";
import { chooseExport } from "./exports";
import { followJob } from "./follow";
import { readOptions, USAGE } from "./options";
import { submitJob } from "./submit";

/** `npm run analytics-job`: runs the reports on an export, and follows them to their end. */
async function analyticsJob(project: string, args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  const outputs = await stackOutputs(project, options.environment);
  const environment = readEnvironment(outputs.environment, outputs.value("analytics_environment"));
  const { region } = environment;
  await explainingAws(async () => {
    const clients = { rds: new RDSClient({ region }), s3: new S3Client({ region }) };
    const say = (line: string) => console.log(line);
    const exported = await chooseExport(clients, environment, options, say);
    const emr = new EMRServerlessClient({ region });
    const job = await submitJob(emr, environment, { ...options, export: exported });
    await followJob(emr, environment, job, say);
  }, "docs/analytics.md says which rights the command takes.");
}

endWithReader(process.stdout, process.stderr);
runCommand((args) => analyticsJob(path.join(__dirname, "../../.."), args));
