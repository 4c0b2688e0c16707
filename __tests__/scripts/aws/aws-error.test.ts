import { createServer } from "node:http";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { explainingAws } from "../../../scripts/aws/aws-error";
import { isTransient } from "../../../scripts/aws/aws-fault";
import { UserError } from "../../../src/user-error";

import { listen } from "../../support/local-server";

const failing = (error: unknown) =>
  explainingAws(() => Promise.reject(error), "docs/rights.md has the permissions.");
const named = (name: string, others: object = {}) =>
  Object.assign(new Error("said AWS"), { name, ...others });

it.each([
  ["CredentialsProviderError", {}, "aws sts get-caller-identity"],
  ["ClusterNotFoundException", { $fault: "client" }, "in the account of these credentials"],
  ["AccessDeniedException", { $fault: "client" }, "docs/rights.md"],
  ["ThrottlingException", { $fault: "client" }, "Try again in a minute"],
  ["Error", { code: "ENOTFOUND" }, "cannot be reached"],
])("says the way out of %s", async (name, others, wayOut) => {
  const refused = failing(named(name, others));
  await expect(refused).rejects.toBeInstanceOf(UserError);
  await expect(refused).rejects.toThrow(`${name}: said AWS\n`);
  await expect(refused).rejects.toThrow(wayOut);
});

it("tells what AWS says where nobody knows a way out", async () => {
  await expect(failing(named("ValidationException", { $fault: "client" }))).rejects.toEqual(
    new UserError("ValidationException: said AWS"),
  );
});

it("leaves what is a defect of this project, or is explained already, as it is", async () => {
  const defect = new TypeError("x is undefined");
  await expect(failing(defect)).rejects.toBe(defect);
  const explained = new UserError("Explained.");
  await expect(failing(explained)).rejects.toBe(explained);
  await expect(explainingAws(async () => 7, "")).resolves.toBe(7);
});

it("names the profile without whose credentials it is, which may be misspelled", async () => {
  process.env.AWS_PROFILE = "productoin";
  try {
    await expect(failing(named("CredentialsProviderError"))).rejects.toThrow(
      'AWS_PROFILE. It is "productoin" now.',
    );
  } finally {
    delete process.env.AWS_PROFILE;
  }
});

it.each([200, 503])("a page in place of an answer, with %i, is no defect, and may pass", async (status) => {
  const page = "<html>Sign in to the network of our guests</html>";
  const proxy = createServer((_, response) => response.writeHead(status).end(page));
  const endpoint = `http://127.0.0.1:${await listen(proxy)}`;
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new SSMClient({ region: "eu-west-1", endpoint, credentials, maxAttempts: 1 });
  const error = await client.send(new GetParameterCommand({ Name: "a" })).catch((reason) => reason);
  proxy.close();
  expect(isTransient(error)).toBe(true);
  await expect(failing(error)).rejects.toThrow(
    /^\w+: .*\nThat is no answer of AWS: a proxy, or the sign-in page of a network/,
  );
});
