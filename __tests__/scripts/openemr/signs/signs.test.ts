import { createServer } from "node:http";
import { RECORDED } from "../../../../scripts/openemr/status/run";
import { RECORDED as WRITTEN } from "../../../../scripts/procedures/record";
import { OPENEMR_VERSIONS } from "../../../../src/images/openemr-versions";
import { listen } from "../../../support/local-server";
import { read, WELL } from "./installation";

it("all is well, but for an address that this machine does not reach", async () => {
  expect((await read()).map(({ name, state, text }) => [name, state, text])).toEqual([
    [
      "Address",
      "unknown",
      expect.stringMatching(/^not seen from here: http:\/\/127\.0\.0\.1:9 cannot be reached/),
    ],
    ["Alarms", "well", "none of 1 rings"],
    ["Told of alarms", "well", "ana@example.org, chat"],
    ["Procedures", "well", "none is under way"],
    ["Newest backup", "well", "both stores within 13 hours"],
    ["Newest copy", "well", "both stores elsewhere within 13 hours"],
    ["Restore test", "well", "11 days ago, completed"],
    ["Database", "well", "2.5 of 16 ACU, 41 connections"],
    ["Maintenance", "well", "none announced for the database; else: https://health.aws.amazon.com"],
    ["OpenEMR", "well", expect.stringContaining(OPENEMR_VERSIONS.default)],
    [
      "Engines",
      "well",
      "Aurora MySQL 3.10.1, valkey 8.1; the database has standard support until 2028-04-30",
    ],
    ["Passwords", "well", "database 20 days, administrator 20 days"],
    [
      "Mail",
      "well",
      "12 of 50000 messages within 24 hours, bounces 1.20 %, complaints 0.00 %, 1 addresses suppressed within 7 days",
    ],
    [
      "Exports",
      "well",
      "the database's of 2026-11-29 is complete; a copy of the files was begun on 2026-11-28",
    ],
    [
      "Quotas",
      "well",
      "2 of 5 VPCs, 1 of 5 Elastic IP addresses, 3 of 40 database clusters, 4 of 40 database instances, 60 of 100 snapshots of clusters",
    ],
    ["Left over", "well", "nothing that costs money"],
  ]);
});

it.each([
  ["upgraded", {}, "well", "none is under way", undefined],
  ["taken-back", {}, "well", "none is under way", undefined],
  [
    "backup",
    { to: "8.4.1-2026-10-01" },
    "not well",
    "upgrade was begun and is not finished",
    "npm run upgrade -- trial --to 8.4.1-2026-10-01 goes on with it",
  ],
])(
  "an upgrade's record with the note %s, which stays, is told by its end",
  async (note, more, state, text, next) => {
    const record = { from: "8.2.0", to: "8.4.1", ...more, done: { [note]: "2026-11-30T07:00:00Z" } };
    const signs = await read({
      GetParameters: () => ({
        Parameters: [{ Name: "/openemr-trial/procedure-upgrade", Value: JSON.stringify(record) }],
      }),
    });
    const sign = signs.find(({ name }) => name === "Procedures");
    expect(sign).toMatchObject({ state, text });
    expect(sign!.next).toBe(next);
  },
);

it.each([
  [["exchanging"], /was begun and is not finished$/, "npm run restore -- trial goes on with it"],
  [
    ["exchanging", "exchanged"],
    /is done, and what is not in use/,
    "npm run restore -- trial --finish removes that for good",
  ],
  [
    ["exchanged", "undoing"],
    /was begun and is not finished$/,
    "npm run restore -- trial --undo goes on with it",
  ],
  [
    ["exchanged", "undoing", "undone"],
    /is done, and/,
    "npm run restore -- trial --finish removes that for good",
  ],
  [["exchanged", "finishing"], /not finished$/, "npm run restore -- trial --finish goes on with it"],
])("a restore's record with the notes %j has the command that goes on", async (notes, text, next) => {
  const done = Object.fromEntries(notes.map((note) => [note, "2026-11-30T07:00:00Z"]));
  const signs = await read({
    GetParameters: () => ({
      Parameters: [{ Name: "/openemr-trial/procedure-restore", Value: JSON.stringify({ done }) }],
    }),
  });
  const sign = signs.find(({ name }) => name === "Procedures");
  expect(sign).toMatchObject({ state: "not well", text: expect.stringMatching(text), next });
});

it("an import, which leaves the record of a restore, has its own command", async () => {
  const record = { imported: { name: "backup.tar", digest: "0" }, done: {} };
  const signs = await read({
    GetParameters: () => ({
      Parameters: [{ Name: "/openemr-trial/procedure-restore", Value: JSON.stringify(record) }],
    }),
  });
  expect(signs.find(({ name }) => name === "Procedures")).toMatchObject({
    text: "import was begun and is not finished",
    next: "npm run import -- trial --from <the same backup> goes on with it",
  });
});

const SIGN_IN_PAGE =
  '<form action="../main/main_screen.php?auth=login&site=default"><input name="authUser"><input name="clearPass"></form>';

it.each([
  [200, "Apache", SIGN_IN_PAGE, "well", /^sign-in page answers 200 in \d+ ms$/, undefined],
  // Some versions print this error without a status of their own.
  [
    200,
    "Apache",
    "Check that you can ping the server",
    "not well",
    /answers 200 in \d+ ms, without the form for signing in$/,
    "npm run logs -- trial --errors",
  ],
  [503, "awselb/2.0", "", "not well", /answers 503/, "npm run logs -- trial --errors"],
  [
    403,
    "awselb/2.0",
    "",
    "unknown",
    /^the firewall refuses this machine$/,
    "open it in a browser; npm run logs -- trial firewall --blocked --since 5m says which rule it was",
  ],
])("an address that answers %i from %s with %j is %s", async (status, server, body, state, text, next) => {
  const asked: string[] = [];
  const openemr = createServer(({ url = "" }, response) => {
    asked.push(url);
    response.writeHead(status, { server }).end(body);
  });
  const [address] = await read({}, { url: `http://127.0.0.1:${await listen(openemr)}` });
  openemr.close();
  expect(address).toMatchObject({ name: "Address", state, text: expect.stringMatching(text) });
  expect(address!.next).toBe(next);
  expect(asked).toEqual(["/interface/login/login.php?site=default"]);
});

it("an address that stops in the middle of its page is unknown", async () => {
  const openemr = createServer((_, response) => {
    response.writeHead(200, { "content-length": "100" }).write("<html>");
    setImmediate(() => response.destroy());
  });
  const [address] = await read({}, { url: `http://127.0.0.1:${await listen(openemr)}` });
  openemr.close();
  expect(address).toMatchObject({ state: "unknown", text: expect.stringMatching(/^not seen from here: /) });
});

it("an older version of OpenEMR is not well, and a newer one than was tried is", async () => {
  const versionSign = async (version: string) =>
    (await read({}, { version })).find(({ name }) => name === "OpenEMR");
  expect(await versionSign("7.0.3")).toMatchObject({
    state: "not well",
    next: `npm run upgrade -- trial --to ${OPENEMR_VERSIONS.default}`,
  });
  expect(await versionSign("99.0.0")).toMatchObject({ state: "well" });
});

it("says nothing of copies where none are made", async () => {
  const signs = await read({}, { copyVaultArn: undefined });
  expect(signs.map(({ name }) => name)).not.toContain("Newest copy");
});

it("knows the record of each procedure that keeps one", () => {
  expect(RECORDED).toEqual(WRITTEN);
});

it.each([
  ["remove", "remove was begun and is not finished", "npm run remove -- trial goes on with it"],
  ["rotate", "rotate was begun and is not finished", "npm run rotate -- trial administrator goes on with it"],
  [
    "run-script",
    "run was begun and is not finished",
    "npm run run -- trial <the same script> goes on with it",
  ],
])("the record %s is told with its command", async (record, text, next) => {
  const Parameters = [{ Name: `/openemr-trial/procedure-${record}`, Value: '{"done":{}}' }];
  const signs = await read({ GetParameters: () => ({ Parameters }) });
  expect(signs.find(({ name }) => name === "Procedures")).toMatchObject({ state: "not well", text, next });
});

it("says nothing of mail where none is sent", async () => {
  const signs = await read({}, { sendsMail: false });
  expect(signs.map(({ name }) => name)).not.toContain("Mail");
});

it("says nothing of exports where none are made", async () => {
  const signs = await read({}, { exports: undefined });
  expect(signs.map(({ name }) => name)).not.toContain("Exports");
});

it.each(Object.keys(WELL))("where %s is refused, the others are shown all the same", async (operation) => {
  const refusal = Object.assign(new Error("no policy allows it"), { name: "AccessDenied", $fault: "client" });
  const signs = await read({
    [operation]: () => {
      throw refusal;
    },
  });
  expect(signs).toHaveLength(16);
  const unread = signs.filter(({ text }) => text === "cannot be read (AccessDenied: no policy allows it)");
  expect(unread.length).toBeGreaterThan(0);
  expect(unread.length).toBeLessThan(5);
  expect(unread.filter(({ state }) => state !== "unknown")).toEqual([]);
});
