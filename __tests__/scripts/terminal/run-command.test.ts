import { runCommand } from "../../../scripts/terminal/run-command";

/** The text or the error that a command prints which ends with this one. */
async function printed(error: Error): Promise<unknown> {
  const print = jest.spyOn(console, "error").mockImplementation(() => {});
  try {
    await runCommand(async () => {
      throw error;
    });
    return print.mock.calls[0]![0];
  } finally {
    process.exitCode = 0;
    print.mockRestore();
  }
}

test("a file that this user cannot write is said without a stack trace, and how it is theirs again", async () => {
  const message = "EACCES: permission denied, mkdir 'cdktf.out'";
  const denied = Object.assign(new Error(message), { code: "EACCES", path: "cdktf.out" });
  expect(await printed(denied)).toMatch(
    /^EACCES: permission denied, mkdir '[^']*'\. .*: sudo chown -R "\$USER" \.$/,
  );
});

test("anything else is a defect, and keeps its stack trace", async () => {
  const [missing, refused] = [
    Object.assign(new Error("a"), { code: "ENOENT", path: "/a" }),
    Object.assign(new Error("a"), { code: "EACCES", path: "/elsewhere/a" }),
  ];
  expect(await printed(missing)).toBe(missing);
  expect(await printed(refused)).toBe(refused);
});
