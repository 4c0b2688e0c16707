import { refuseTwoIdentities } from "../../../scripts/system/identity";

// Compared with Terraform 1.11.4 and AWS's SDK for JavaScript 3.1169 on 1 December 2026: each took other credentials.
test.each([
  [{ AWS_PROFILE: "a", AWS_ACCESS_KEY_ID: "AKIA" }, "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY"],
  [{ AWS_PROFILE: "a", AWS_WEB_IDENTITY_TOKEN_FILE: "/t" }, "unset AWS_WEB_IDENTITY_TOKEN_FILE AWS_ROLE_ARN"],
  [{ AWS_DEFAULT_PROFILE: "a" }, "Set AWS_PROFILE, or unset AWS_DEFAULT_PROFILE"],
  [{ AWS_ACCESS_KEY: "AKIA" }, "Set AWS_ACCESS_KEY_ID, or unset AWS_ACCESS_KEY"],
  [{ AWS_PROFILE: "a", AWS_ACCESS_KEY: "AKIA" }, "Set AWS_ACCESS_KEY_ID, or unset AWS_ACCESS_KEY"],
])("%j would give Terraform and the rest of a command different credentials", (env, wayOut) => {
  expect(() => refuseTwoIdentities(env)).toThrow(wayOut);
});

test.each([
  {},
  { AWS_PROFILE: "a", AWS_ACCESS_KEY_ID: "" },
  { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "s", AWS_DEFAULT_PROFILE: "a" },
  { AWS_PROFILE: "a", AWS_DEFAULT_PROFILE: "b" },
  { AWS_WEB_IDENTITY_TOKEN_FILE: "/t", AWS_ROLE_ARN: "arn" },
])("%j gives both the same", (env) => {
  expect(() => refuseTwoIdentities(env)).not.toThrow();
});
