import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { isTransient } from "../../../scripts/aws/aws-fault";
import { clientSettings } from "../../../scripts/system/client-settings";

test("a region that takes a request and says nothing ends it, and it may be made again", async () => {
  let asked = 0;
  const silent = createServer(() => asked++);
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new SSMClient({ ...clientSettings("eu-west-1", 50), endpoint, credentials, maxAttempts: 2 });
  try {
    const error = await client.send(new GetParameterCommand({ Name: "a" })).catch((reason: Error) => reason);
    expect([isTransient(error), asked]).toEqual([true, 2]);
  } finally {
    silent.closeAllConnections();
    silent.close();
  }
});
