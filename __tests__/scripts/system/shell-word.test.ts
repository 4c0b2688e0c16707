import { spawnSync } from "node:child_process";
import { shellWord } from "../../../scripts/system/shell-word";

test.each([
  ["backups/openemr.tar", "backups/openemr.tar"],
  ["my backups/openemr.tar", '"my backups/openemr.tar"'],
  ["ana's", `"ana's"`],
  ["$HOME/`id`", "'$HOME/`id`'"],
  [`5 $ for "ana's"!`, `'5 $ for "ana'\\''s"!'`],
  ["", '""'],
])("%j is one word of a command: %s", (text, word) => {
  expect(shellWord(text)).toBe(word);
  const { stdout } = spawnSync("sh", ["-c", `printf %s ${word}`], { encoding: "utf8" });
  expect(stdout).toBe(text);
});
