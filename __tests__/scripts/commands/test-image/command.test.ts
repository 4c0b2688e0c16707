import path from "node:path";
import { RunningScript } from "../../../support/running-script";
import { temporaryFolder } from "../../../support/stand-in";

const PROJECT = path.resolve(__dirname, "../../../..");
const empty = temporaryFolder();

const testImage = (...args: string[]) =>
  new RunningScript(["--require", "tsx/cjs", "scripts/commands/test-image/command.ts", ...args], {
    cwd: PROJECT,
    env: { ...process.env, PATH: empty, TERRAFORM_BINARY_NAME: "no-terraform" },
  }).end();

test("everything that is missing is said in one list, and nothing is pulled or run", async () => {
  const { status, stderr } = await testImage();
  expect(status).toBe(1);
  expect(stderr).toMatch(/needs what is not here.*\n(- .*\n)*- terraform.*\n- docker \(or --files/);
});

test("with a folder of images, Docker is not needed", async () => {
  const { status, stderr } = await testImage("--files", empty);
  expect(status).toBe(1);
  expect(stderr).toContain("- terraform");
  expect(stderr).not.toContain("docker (or");
});
