import { PassThrough } from "node:stream";
import { confirm } from "../../../scripts/terminal/confirm";

/** A terminal in which a person types, in place of the one of the tests. */
function terminal() {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const before = Object.getOwnPropertyDescriptor(process, "stdin")!;
  Object.defineProperty(process, "stdin", { value: stdin, configurable: true });
  jest.spyOn(process.stdout, "write").mockReturnValue(true);
  return {
    stdin,
    close: () => {
      Object.defineProperty(process, "stdin", before);
      jest.restoreAllMocks();
    },
  };
}

test.each([
  ["another word", (stdin: PassThrough) => stdin.write("no\n")],
  ["Ctrl-D", (stdin: PassThrough) => stdin.end()],
])("%s is an answer that changes nothing, and no success", async (_, type) => {
  const { stdin, close } = terminal();
  try {
    const asked = confirm('Restore "production"?', false, "production");
    setImmediate(() => type(stdin));
    await expect(asked).rejects.toThrow("Nothing was changed.");
  } finally {
    close();
  }
});

test("the word that is asked for goes on", async () => {
  const { stdin, close } = terminal();
  try {
    const asked = confirm('Restore "production"?', false, "production");
    setImmediate(() => stdin.write("production\n"));
    await asked;
  } finally {
    close();
  }
});
