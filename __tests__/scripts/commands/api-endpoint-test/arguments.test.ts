import { COMMAND_LINE } from "../../../../scripts/commands/api-endpoint-test/arguments";
import { GrantedScopes } from "../../../../scripts/openemr/api/granted-scopes";
import { readCommandLine } from "../../../../scripts/terminal/command-line";

const readArguments = (args: readonly string[]) => readCommandLine(args, COMMAND_LINE)!;

test("the scopes are those that the endpoints need", () => {
  expect(readArguments([]).scopes).toEqual([
    "openid",
    "api:fhir",
    "api:oemr",
    "user/Patient.read",
    "user/Practitioner.read",
    "user/Organization.read",
    "user/Location.read",
    "user/facility.read",
    "user/practitioner.read",
    "user/patient.read",
  ]);
  const endpoints = ["fhir/Encounter/7?_id=1", "api/patient/9e2a/encounter/3/vital", "api/list/state"];
  expect(readArguments(endpoints.flatMap((path) => ["--endpoint", path])).scopes).toEqual([
    "openid",
    "api:fhir",
    "api:oemr",
    "user/Encounter.read",
    "user/vital.read",
    "user/list.read",
  ]);
});

test("of a public client, they are those of one patient, whatever the endpoints", () => {
  expect(readArguments(["--public"]).scopes).toEqual([
    "openid",
    "api:fhir",
    "launch/patient",
    "patient/Patient.read",
    "patient/Condition.read",
    "patient/Encounter.read",
    "patient/Observation.read",
  ]);
  expect(readArguments(["--public", "--endpoint", "fhir/Goal"]).scopes).toContain("patient/Goal.read");
});

test("scopes that are given replace all others", () => {
  expect(readArguments(["--scope", "openid  api:fhir", "--scope", "user/Group.read"]).scopes).toEqual([
    "openid",
    "api:fhir",
    "user/Group.read",
  ]);
});

test.each([
  [["--site", "../x"], '--site is "../x", but must be letters, digits, dots and hyphens, such as default.'],
  [["--port", "0"], '--port is "0", but must be a whole number from 1 to 65535.'],
  [["--wait", "soon"], '--wait is "soon", but must be a whole number from 1 to 60.'],
  [["--endpoint", "/apis/default/fhir/Patient"], "must be a path below /apis/<site>/ that begins with api/"],
  [["--endpoint", "fhir/../../interface"], "must be a path below /apis/<site>/"],
  [["one", "two"], "One environment or address at a time, but one, two were given."],
  [["--insecure"], "'--insecure'"],
])("%j is refused", (args, message) => {
  expect(() => readArguments(args)).toThrow(message);
});

test("a scope counts as granted in either spelling of what may be done, and one that OpenEMR never lists", () => {
  const granted = new GrantedScopes("openid user/Patient.rs user/facility.read");
  expect(
    ["openid", "user/Patient.read", "user/facility.read", "api:oemr"].every((scope) =>
      granted.include(scope),
    ),
  ).toBe(true);
  expect(["user/Practitioner.read", "patient/Patient.read"].some((scope) => granted.include(scope))).toBe(
    false,
  );
});
