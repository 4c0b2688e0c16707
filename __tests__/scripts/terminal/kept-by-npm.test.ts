import path from "node:path";
import { runProcess } from "../../../scripts/system/run-process";
import { refuseKeptByNpm } from "../../../scripts/terminal/kept-by-npm";

const NAMES = ["var", "dry-run", "yes"];
const BY_NPM = { npm_lifecycle_event: "stop", npm_config_dry_run: "true" };

test("npm hands on no option that does not follow two hyphens, so the command refuses to go on without it", async () => {
  const { code, stderr } = await runProcess("npm", ["run", "--silent", "stop", "development", "--dry-run"], {
    cwd: path.join(__dirname, "../../.."),
  });
  expect(stderr).toContain(
    "npm kept --dry-run for itself, so nothing was done. Write two hyphens before what is for the command, " +
      "such as: npm run stop -- <environment> --dry-run\n",
  );
  expect(code).toBe(1);
}, 120_000);

test.each([
  ["what was given to the command as well", ["production", "--dry-run"], BY_NPM],
  [
    "what the command has not",
    ["production"],
    { ...BY_NPM, npm_config_dry_run: "", npm_config_color: "true" },
  ],
  ["what people answer npm itself", ["production"], { npm_lifecycle_event: "stop", npm_config_yes: "true" }],
  ["settings where npm did not start the command", ["production"], { npm_config_dry_run: "true" }],
])("takes no offence at %s", (_, args, env) => {
  expect(() => refuseKeptByNpm(args, NAMES, env)).not.toThrow();
});
