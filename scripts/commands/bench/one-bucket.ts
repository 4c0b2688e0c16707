import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { App, TerraformStack } from "cdktf";

// The smallest app that makes something, which the time of this project's own is compared with.
const app = new App();
const stack = new TerraformStack(app, "one-bucket");
new AwsProvider(stack, "aws", { region: "us-east-1" });
new S3Bucket(stack, "bucket", { bucket: "one" });
app.synth();
