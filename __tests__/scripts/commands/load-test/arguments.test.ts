import { COMMAND_LINE } from "../../../../scripts/commands/load-test/arguments";
import { readCommandLine } from "../../../../scripts/terminal/command-line";

const readArguments = (args: readonly string[]) => readCommandLine(args, COMMAND_LINE)!;

test("255 connections for a minute, as fast as they are answered, are the default", () => {
  expect(readArguments(["production"])).toMatchObject({
    target: "production",
    seconds: 60,
    connections: 255,
    rate: undefined,
    timeoutSeconds: 30,
    paths: ["/", "/interface/login/login.php?site=default"],
    anyHost: false,
  });
});

test.each([
  ["90", 90],
  ["90s", 90],
  ["5m", 300],
  ["24h", 86_400],
])("--duration %s is %d seconds", (given, seconds) => {
  expect(readArguments(["--duration", given]).seconds).toBe(seconds);
});

test.each([
  [["--duration", "0"], '--duration is "0", but must be from 1s to 24h, such as 90s, 5m or 1h.'],
  [["--duration", "25h"], '--duration is "25h"'],
  [["--duration", "1.5m"], '--duration is "1.5m"'],
  [["--connections", "10001"], '--connections is "10001", but must be a whole number from 1 to 10000.'],
  [["--rate", "0.5"], '--rate is "0.5", but must be a whole number from 1 to 1000000.'],
  [["--timeout", "-1"], "--timeout"],
  [["--path", "interface"], '--path is "interface", but must be a path'],
  [["--path", "/a b\r\nHost: x"], "--path is"],
  [["one", "two"], "One environment or address at a time, but one, two were given."],
  [["--insecure"], "'--insecure'"],
  [
    ["--sample-patients", "--duration", "51m"],
    '--duration is "51m", but must be 50m at most with --sample-patients',
  ],
  [["--open"], "--open is for signing in, so it must be given with --sample-patients."],
  [["--port", "9000"], "--port is for signing in"],
])("%j is refused", (args, message) => {
  expect(() => readArguments(args)).toThrow(message);
});
