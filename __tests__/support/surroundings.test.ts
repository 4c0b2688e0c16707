import { execFileSync } from "node:child_process";

test("a test does not depend on what whoever runs it has set", () => {
  const given = {
    AWS_ENDPOINT_URL: "http://127.0.0.1:5000",
    AWS_PROFILE: "nobody",
    CDKTF_OUTPUT: "elsewhere",
    CI: "true",
    FORCE_COLOR: "1",
    OPENEMR_IMAGE_FILES: "images",
    OPENEMR_STATE_KIND: "cloud",
    TF_CLI_CONFIG_FILE: "mirror.tfrc",
    TF_WORKSPACE: "other",
    TZ: "Pacific/Auckland",
  };
  const names = JSON.stringify(Object.keys(given));
  const code = `console.log(JSON.stringify(${names}.map((name) => process.env[name] ?? "")))`;
  const found = execFileSync(
    process.execPath,
    ["--require", require.resolve("./surroundings.cjs"), "-e", code],
    {
      env: given,
      encoding: "utf8",
    },
  );
  expect(JSON.parse(found)).toEqual([
    "http://127.0.0.1:5000",
    "",
    "",
    "",
    "",
    "images",
    "",
    "mirror.tfrc",
    "",
    "UTC",
  ]);
  expect([process.env.CI, process.env.FORCE_COLOR, process.env.TZ]).toEqual([undefined, undefined, "UTC"]);
});
