import path from "node:path";
import { runProcess } from "../../../scripts/system/run-process";

const PROJECT = path.resolve(__dirname, "../../..");

/** All that cdktf's commands load, and then the converter. */
const PROGRAM = `
  const isLoaded = () => Object.keys(require.cache).some((file) => file.includes("/hcl2cdk/"));
  require("cdktf-cli/bundle/bin/cmds/handlers");
  const before = isLoaded();
  const { convert } = require("@cdktf/hcl2cdk");
  console.log(before, typeof convert, isLoaded());
`;

test("cdktf loads its converter of HCL, which takes a quarter of a deploy's start, once it is used", async () => {
  const converter = path.join(PROJECT, "scripts/terraform/cdktf-converter.cjs");
  const run = (...args: string[]) =>
    runProcess(process.execPath, [...args, "--eval", PROGRAM], { cwd: PROJECT });
  expect((await run()).stdout).toMatch(/^true function true$/m);
  expect(await run("--require", converter)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^false function true$/m),
  });
});
