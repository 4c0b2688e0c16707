import path from "node:path";
import { EMRServerlessClient } from "@aws-sdk/client-emr-serverless";
import { RDSClient } from "@aws-sdk/client-rds";
import { S3Client } from "@aws-sdk/client-s3";
import { explainingAws } from "./analytics-job/aws-error";
import { readEnvironment } from "./analytics-job/environment";
import { chooseExport } from "./analytics-job/exports";
import { followJob } from "./analytics-job/follow";
import { readOptions, USAGE } from "./analytics-job/options";
import { submitJob } from "./analytics-job/submit";
import { endWithReader } from "./lib/closed-pipe";
import { stackOutputs } from "./lib/stack-outputs";
import { runCommand } from "./lib/user-error";

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
  });
}

endWithReader(process.stdout, process.stderr);
runCommand((args) => analyticsJob(path.join(__dirname, ".."), args));
