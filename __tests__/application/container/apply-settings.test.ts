/** Settings in OpenEMR's table, and the way to the database. */
import { connect, createServer, type Server, type Socket } from "node:net";
import { listen } from "../../support/local-server";
import { CRYPTO, openEmr, sqlconf, VERSION_7, VERSION_8 } from "./openemr-stand-in";
import { ORIGINAL, OWN_TABLE, SECRET, SettingsRun } from "./settings-run";

const run = new SettingsRun();

describe("a plain setting", () => {
  test("gets its value, and only its own row is touched", async () => {
    const exit = await run.apply({ rest_api: "1", site_addr_oath: "https://openemr.example.org" });
    expect(exit).toEqual({ code: 0, output: "settings: set rest_api, site_addr_oath\n" });
    expect(run.values()).toEqual({
      ...ORIGINAL,
      rest_api: "1",
      site_addr_oath: "https://openemr.example.org",
    });
    expect(run.database.query("SELECT gl_value FROM globals WHERE gl_index = 1")).toEqual(["Greek"]);
  });

  test("that has its value already stays as it is: no statement changes anything", async () => {
    await run.apply({ rest_api: "1", portal_onsite_two_enable: "1" });
    const writes = await run.writesDuring(async () => {
      const exit = await run.apply({ rest_api: "1", portal_onsite_two_enable: "1" });
      expect(exit).toEqual({
        code: 0,
        output: "settings: are as declared: portal_onsite_two_enable, rest_api\n",
      });
    });
    expect(writes).toEqual([]);
  });

  test("follows its declaration and what an administrator did in between is overruled", async () => {
    await run.apply({ rest_api: "1" });
    run.database.query("UPDATE globals SET gl_value = '0' WHERE gl_name = 'rest_api'");
    expect((await run.apply({ rest_api: "1" })).output).toBe("settings: set rest_api\n");
    expect(run.values().rest_api).toBe("1");
    await run.apply({ rest_api: "2" });
    expect(run.values().rest_api).toBe("2");
  });

  test("gets its former value back once it is declared no more", async () => {
    await run.apply({ openemr_name: "one", rest_api: "1" });
    await run.apply({ openemr_name: "two", rest_api: "1" });
    const exit = await run.apply({ rest_api: "1" });
    expect(exit).toEqual({ code: 0, output: "settings: gave back openemr_name\n" });
    expect(run.values()).toEqual({ ...ORIGINAL, rest_api: "1" });
    await run.apply({});
    expect(run.values()).toEqual(ORIGINAL);
    expect(run.database.query(`SELECT * FROM ${OWN_TABLE}`)).toEqual([]);
  });

  test("that had no row gets one, and loses it again", async () => {
    await run.apply({ portal_onsite_two_enable: "1" });
    expect(run.values()).toEqual({ ...ORIGINAL, portal_onsite_two_enable: "1" });
    await run.apply({});
    expect(run.values()).toEqual(ORIGINAL);
  });

  test("that was given back is the administrator's again, and taken over with the value that it has by then", async () => {
    await run.apply({ openemr_name: "one" });
    await run.apply({});
    run.database.query("UPDATE globals SET gl_value = 'Praxis Nüßlein' WHERE gl_name = 'openemr_name'");
    await run.apply({ rest_api: "1" });
    expect(run.values().openemr_name).toBe("Praxis Nüßlein");
    await run.apply({ openemr_name: "two" });
    await run.apply({});
    expect(run.values().openemr_name).toBe("Praxis Nüßlein");
  });

  test("is given back even where somebody removed its row meanwhile", async () => {
    await run.apply({ openemr_name: "one" });
    run.database.query("DELETE FROM globals WHERE gl_name = 'openemr_name'");
    await run.apply({});
    expect(run.values()).toEqual(ORIGINAL);
  });

  test("may hold whatever a text may hold", async () => {
    const odd = {
      openemr_name: `O'Neill "x" \\' ; DROP TABLE globals; -- %s ? \${a} Ελληνικά 診療所 🩺`,
      rest_api: "",
      site_addr_oath: "0",
    };
    expect((await run.apply(odd)).code).toBe(0);
    expect(run.database.query("SELECT HEX(gl_value) FROM globals WHERE gl_name = 'openemr_name'")).toEqual([
      Buffer.from(odd.openemr_name).toString("hex").toUpperCase(),
    ]);
    expect((await run.apply(odd)).output).toContain("are as declared");
  });

  test("without any declared, nothing is made in the database", async () => {
    const writes = await run.writesDuring(async () => {
      expect(await run.apply({})).toEqual({ code: 0, output: "" });
    });
    expect(writes).toEqual([]);
    expect(run.database.query("SHOW TABLES")).toEqual(["globals"]);
  });
});

describe.each([
  ["7.0.3", VERSION_7],
  ["8.1", VERSION_8],
])("a secret setting, with OpenEMR's encryption of %s,", (_, version) => {
  beforeEach(() => {
    run.box.write("openemr/interface/globals.php", version);
  });

  /** The text that OpenEMR would read. */
  async function decrypted(): Promise<string> {
    run.box.write(
      "read.php",
      `<?php namespace Reader; ${CRYPTO} echo (new CryptoGen())->decryptStandard(stream_get_contents(STDIN));`,
    );
    const stored = run.values().SMTP_PASS as string;
    return (await run.box.run(`printf %s '${stored}' | php '${run.box.path("read.php")}'`, {}).exited).output;
  }

  test("is encrypted, written only when it changed, and given back", async () => {
    expect(await run.apply({ "secret SMTP_PASS": SECRET })).toEqual({
      code: 0,
      output: "settings: set SMTP_PASS\n",
    });
    const first = run.values().SMTP_PASS as string;
    expect(first).toMatch(/^006/);
    expect(await decrypted()).toBe(SECRET);
    const writes = await run.writesDuring(() => run.apply({ "secret SMTP_PASS": SECRET }));
    expect(writes).toEqual([]);
    expect(run.values().SMTP_PASS).toBe(first);
    await run.apply({ "secret SMTP_PASS": `${SECRET}-rotated` });
    expect(await decrypted()).toBe(`${SECRET}-rotated`);
    await run.apply({});
    expect(run.values()).toEqual(ORIGINAL);
    expect(run.database.log).toContain("SMTP_PASS");
    expect(run.database.log).not.toContain(SECRET);
  });
});

describe("a secret setting", () => {
  test("replaces what an administrator left there as plain text, which no statement quotes", async () => {
    run.database.query("UPDATE globals SET gl_value = 'former' WHERE gl_name = 'SMTP_PASS'");
    const before = run.database.log.length;
    await run.apply({ "secret SMTP_PASS": SECRET });
    await run.apply({});
    expect(run.values().SMTP_PASS).toBe("former");
    expect(run.database.log.slice(before)).not.toContain("former");
  });

  test.each([
    ["ends as OpenEMR 7.0.3 does when a query fails: with success, its callers' arguments printed", "exit;"],
    ["cannot be compiled", "this is no PHP"],
    [
      "throws, with the secret in its message",
      "eval('namespace OpenEMR\\Common\\Crypto; class CryptoGen { function cryptCheckStandard($v) { return false; }" +
        " function encryptStandard($v) { throw new \\Exception($v); } }');",
    ],
    [
      "does not encrypt",
      "eval('namespace OpenEMR\\Common\\Crypto; class CryptoGen { function encryptStandard($v) { return $v; }" +
        " function decryptStandard($v) { return $v; } function cryptCheckStandard($v) { return true; } }');",
    ],
    [
      "cannot decrypt what it encrypts",
      'eval(\'namespace OpenEMR\\Common\\Crypto; class CryptoGen { function encryptStandard($v) { return "006x"; }' +
        " function decryptStandard($v) { return false; } function cryptCheckStandard($v) { return true; } }');",
    ],
  ])("is not set, and nothing else is, where OpenEMR %s", async (_, code) => {
    run.box.write("openemr/interface/globals.php", openEmr(code));
    const exit = await run.apply({ rest_api: "1", "secret SMTP_PASS": SECRET });
    expect(exit.code).toBe(1);
    expect(exit.output).toMatch(/settings: \S/);
    expect(exit.output).not.toContain(SECRET);
    expect(run.values()).toEqual(ORIGINAL);
    expect(run.database.log).not.toContain(SECRET);
  });
});

describe("tasks that start at once", () => {
  test("do not disturb each other", async () => {
    const exits = await Promise.all(
      Array.from({ length: 8 }, () => run.apply({ rest_api: "1", "secret SMTP_PASS": SECRET, fresh: "1" })),
    );
    expect(exits.map(({ code }) => code)).toEqual(Array(8).fill(0));
    expect(exits.filter(({ output }) => output.includes("settings: set "))).toHaveLength(1);
    expect(run.values()).toMatchObject({ rest_api: "1", fresh: "1" });
    await run.apply({});
    expect(run.values()).toEqual(ORIGINAL);
  });

  test("of two deployments leave one of the two declarations whole, and no former value is lost", async () => {
    const old = { rest_api: "1", openemr_name: "old" };
    const young = { openemr_name: "young", site_addr_oath: "https://young.example" };
    const exits = await Promise.all(Array.from({ length: 8 }, (_, i) => run.apply(i % 2 ? old : young)));
    expect(exits.map(({ code }) => code)).toEqual(Array(8).fill(0));
    expect([old, young].map((one) => ({ ...ORIGINAL, ...one }))).toContainEqual(run.values());
    await run.apply({});
    expect(run.values()).toEqual(ORIGINAL);
  });
});

describe("the database", () => {
  test("that is away fails the run, and nothing is lost when it is back", async () => {
    await run.apply({ rest_api: "1" });
    await run.database.stop();
    const exit = await run.apply({ rest_api: "2" });
    expect(exit.code).toBe(1);
    expect(exit.output).toContain(`settings: no connection to 127.0.0.1:${run.database.port}`);
    await run.database.start();
    expect((await run.apply({ rest_api: "2" })).code).toBe(0);
    await run.apply({});
    expect(run.values()).toEqual(ORIGINAL);
  });

  test("that cannot prove who it is gets no password", async () => {
    const exit = await run.apply({ rest_api: "1" }, { DATABASE_CA: run.database.foreignAuthority });
    expect(exit.code).toBe(1);
    expect(exit.output).toMatch(/certificate verify failed/i);
    expect(run.values()).toEqual(ORIGINAL);
  });

  test("whose certificate is another's gets no password", async () => {
    run.box.write("openemr/sites/default/sqlconf.php", sqlconf("127.0.0.2", run.database.port));
    const exit = await run.apply({ rest_api: "1" });
    expect(exit.code).toBe(1);
    expect(exit.output).toMatch(/did not match expected|match/i);
    expect(run.values()).toEqual(ORIGINAL);
  });

  test("is not asked without a file that says who may vouch for it", async () => {
    const exit = await run.apply({ rest_api: "1" }, { DATABASE_CA: run.box.path("missing.pem") });
    expect(exit.code).toBe(1);
    expect(run.values()).toEqual(ORIGINAL);
  });

  test("that says it knows no TLS gets no password", async () => {
    const between = await withoutTls();
    run.box.write("openemr/sites/default/sqlconf.php", sqlconf("127.0.0.1", between.port));
    const exit = await run.apply({ rest_api: "1" });
    between.server.close();
    expect(exit.code).toBe(1);
    expect(exit.output).toContain("no connection to 127.0.0.1");
    expect(between.heard()).toBe(0);
    expect(run.values()).toEqual(ORIGINAL);
  });

  test("without OpenEMR's tables fails the run, with no value in the message", async () => {
    run.database.query("DROP TABLE globals");
    const exit = await run.apply({ openemr_name: "hushhush" });
    expect(exit).toEqual({
      code: 1,
      output: expect.stringMatching(
        /^settings: the database answers with error 1146 to: SELECT gl_value FROM globals /,
      ),
    });
    expect(exit.output).not.toContain("hushhush");
  });

  test("is not looked for anywhere else when OpenEMR's own file does not name it", async () => {
    run.box.write("openemr/sites/default/sqlconf.php", "<?php $host = '127.0.0.1';");
    const exit = await run.apply({ rest_api: "1" });
    expect(exit.code).toBe(1);
    expect(exit.output).toContain("OPENEMR_DATABASE does not name OpenEMR's database");
  });
});

/** Somebody in the middle who takes the server's offer of TLS (bit 11 of its capabilities) out of its greeting. */
async function withoutTls(): Promise<{ server: Server; port: number; heard: () => number }> {
  let bytes = 0;
  const server = createServer((client: Socket) => {
    const upstream = connect(run.database.port, "127.0.0.1");
    upstream.once("data", (greeting) => {
      const capabilities = greeting.indexOf(0, 5) + 1 + 4 + 8 + 1;
      greeting.writeUInt16LE(greeting.readUInt16LE(capabilities) & ~0x0800, capabilities);
      client.write(greeting);
      upstream.pipe(client);
    });
    client.on("data", (data) => {
      bytes += data.length;
      upstream.write(data);
    });
    client.on("close", () => upstream.destroy());
    client.on("error", () => upstream.destroy());
  });
  return { server, port: await listen(server), heard: () => bytes };
}
