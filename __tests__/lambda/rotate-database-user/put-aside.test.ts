/** A restore exchanges the folder of sites while an environment of Lambda has the former one mounted, which it keeps. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { handler } from "../../../lambda/rotate-database-user/handler";
import { Sites } from "../../../lambda/rotate-database-user/sites";
import { sqlconf } from "../../application/container/images";
import { temporaryFolder } from "../../support/stand-in";

const folder = temporaryFolder();
const file = path.join(folder, "default", "sqlconf.php");
const text = sqlconf(1);

beforeEach(() => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  writeFileSync(path.join(folder, ".openemr-put-aside"), "");
});

test("the process ends, so that the next call mounts the files in use, and the former ones stay as they are", async () => {
  Object.assign(process.env, {
    MASTER_SECRET_ARN: "master",
    DATABASE_HOST: "database.example",
    DATABASE_PORT: "3306",
    DATABASE_CA: "/dev/null",
    SITES_DIRECTORY: folder,
  });
  const exit = jest.spyOn(process, "exit").mockImplementation((() => {
    throw new Error("ended");
  }) as never);
  const said = jest.spyOn(console, "error").mockImplementation(() => {});
  const event = { Step: "createSecret", SecretId: "user", ClientRequestToken: "version" };
  await expect(handler(event)).rejects.toThrow("ended");
  expect(exit).toHaveBeenCalledWith(1);
  expect(said.mock.calls.flat().join()).toMatch(/put these files aside, so nothing was changed/);
  expect(readFileSync(file, "utf8")).toBe(text);
});

test("nothing is written where that happened after the files were read", async () => {
  await expect(new Sites(folder).checkQuiet()).rejects.toThrow(/put these files aside/);
});
