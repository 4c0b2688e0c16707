import { activityAfter, readLogLine } from "../../../../scripts/openemr/status/log-lines";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 29, 14, minute));

function after(...messages: string[]) {
  return activityAfter(messages.flatMap((message, i) => readLogLine(message, at(i)) ?? []));
}

test.each([
  ["start: state: serving: 8.4.1", { state: "serving", about: "8.4.1", since: at(0) }],
  ["start: state: settings", { state: "settings", since: at(0) }],
  [
    "start: state: waiting: for the database db.example:3306",
    { state: "waiting", about: "for the database db.example:3306", since: at(0) },
  ],
  // A word that this version does not know.
  ["start: state: indexing: 12 tables\r", { state: "indexing", about: "12 tables", since: at(0) }],
  ["start: state: Something Else", { state: "Something Else", since: at(0) }],
])("%j is understood", (message, activity) => {
  expect(after(message)).toEqual(activity);
});

test("a line of progress tells the state, since when, and how far it is", () => {
  expect(
    activityAfter([
      readLogLine(
        "start: progress: upgrading 7.0.3 to 8.4.1 for 12 min: fsupgrade-9.sh, 431 statements",
        at(30),
      )!,
    ]),
  ).toEqual({
    state: "upgrading",
    about: "7.0.3 to 8.4.1",
    since: at(18),
    progress: { text: "fsupgrade-9.sh, 431 statements", at: at(30) },
  });
});

test("the line that announced a state is more precise than the minutes of its progress", () => {
  expect(
    after(
      "start: state: installing: 8.4.1",
      "free text",
      "start: progress: installing for 1 min: installer, 212 tables",
    ),
  ).toEqual({
    state: "installing",
    about: "8.4.1",
    since: at(0),
    progress: { text: "installer, 212 tables", at: at(2) },
  });
});

test("a state ends the progress of the one before", () => {
  expect(
    after(
      "start: state: installing: 8.4.1",
      "start: progress: installing 8.4.1 for 1 min: installer, 212 tables",
      "start: done: installing 8.4.1 in 2 min",
      "start: state: serving: 8.4.1",
    ),
  ).toEqual({ state: "serving", about: "8.4.1", since: at(3) });
});

test("progress in a form that is not known is shown as it is", () => {
  expect(after("start: state: upgrading: 7.0.3 to 8.4.1", "start: progress: 40 % of the documents")).toEqual({
    state: "upgrading",
    about: "7.0.3 to 8.4.1",
    since: at(0),
    progress: { text: "40 % of the documents", at: at(1) },
  });
});

test.each([
  "start: waiting for the database db:3306 (no answer)",
  '{"request":"GET /?x=start: state: serving: 8.4.1"}',
  "restart: state: serving",
  "start: state:",
  "",
])("%j is free text", (message) => {
  expect(readLogLine(message, at(0))).toBeUndefined();
});

test("what a terminal would carry out is left out", () => {
  expect(readLogLine("start: error: no \x1b[2Jdisk\x07\n", at(0))?.text).toBe("no  [2Jdisk");
});
