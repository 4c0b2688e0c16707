import { explainingAws } from "../../../scripts/aws/aws-error";
import { UserError } from "../../../src/user-error";

const failing = (error: unknown) =>
  explainingAws(() => Promise.reject(error), "docs/rights.md has the permissions.");
const named = (name: string, others: object = {}) =>
  Object.assign(new Error("said AWS"), { name, ...others });

it.each([
  ["CredentialsProviderError", {}, "aws sts get-caller-identity"],
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
