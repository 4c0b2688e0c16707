/** A rotation's steps over a real MariaDB: what they change, what they refuse, and that they go on after an interruption. */
import { readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createConnection } from "mysql2/promise";
import { Database } from "../../../lambda/rotate-database-user/database";
import { STEPS } from "../../../lambda/rotate-database-user/request";
import {
  DATABASE_PASSWORD,
  DatabaseServer,
  requirePrograms,
} from "../../application/container/database-server";
import { HOST, prepareServer, RotationBox } from "./rotation-box";

const server = new DatabaseServer();
let box: RotationBox;

beforeAll(async () => {
  requirePrograms();
  await prepareServer(server);
}, 120_000);
afterAll(() => server.remove());
beforeEach(() => {
  box = new RotationBox(server);
});
afterEach(() => box.remove());

const FIRST = { username: "openemr", password: DATABASE_PASSWORD };

describe("a rotation", () => {
  test("gives OpenEMR the other user, with rights on its own database only, and leaves the former one as it is", async () => {
    const before = box.text();
    await box.rotate("second");
    const next = box.login();
    expect(next.username).toBe("openemr_2");
    expect(next.password).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(box.text()).toBe(
      before.replace(
        `'openemr';\n$pass   = '${DATABASE_PASSWORD}`,
        `'openemr_2';\n$pass   = '${next.password}`,
      ),
    );
    expect(box.mode()).toBe(0o640);
    expect(readdirSync(box.folder)).toEqual(["default"]);
    expect(box.secrets.current).toEqual(next);
    expect(await box.works(next)).toBe(true);
    expect(await box.works(FIRST)).toBe(true);
    expect(await box.works(next, ["mysql"])).toBe(false);
    // Statements about users stand in the audit log of the database as they are sent.
    expect(server.log).toContain("ALTER USER 'openemr_2'");
    expect(server.log).not.toContain(next.password);
    expect(server.query("SHOW GRANTS FOR openemr_2")).toEqual([
      expect.stringMatching(/^GRANT USAGE ON \*\.\* TO /),
      expect.stringMatching(/^GRANT ALL PRIVILEGES ON `openemr`\.\* TO /),
    ]);
  });

  test("takes turns: the next one gives the first user another password, and so on", async () => {
    await box.rotate("second");
    const second = box.login();
    await box.rotate("third");
    const third = box.login();
    expect(third.username).toBe("openemr");
    expect(third.password).not.toBe(DATABASE_PASSWORD);
    expect([await box.works(third), await box.works(second), await box.works(FIRST)]).toEqual([
      true,
      true,
      false,
    ]);
    await box.rotate("fourth");
    expect(box.login().username).toBe("openemr_2");
    expect([await box.works(box.login()), await box.works(third), await box.works(second)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("keeps the version that Terraform made: without a label Secrets Manager would delete it", async () => {
    for (const version of ["second", "third", "fourth"]) await box.rotate(version);
    expect([...box.secrets.labels].filter(([, version]) => version === "first")).toEqual([
      ["TERRAFORM", "first"],
    ]);
  });

  test("changes every site of OpenEMR's that works as this user, with rights on each one's database", async () => {
    box.writeSite("clinic", "other");
    box.writeSite("elsewhere", "openemr", { username: "somebody" });
    const elsewhere = box.text("elsewhere");
    await box.rotate("second");
    expect(box.login("clinic")).toEqual(box.login());
    expect(await box.works(box.login(), ["openemr", "other"])).toBe(true);
    expect(box.text("elsewhere")).toBe(elsewhere);
  });

  test("goes by the file and not by the secret: a backup may have been restored", async () => {
    await box.rotate("second");
    const wrong = { username: "openemr", password: "restoredPass0123" };
    server.query(`ALTER USER openemr IDENTIFIED BY '${wrong.password}'; DROP USER openemr_2`);
    box.writeSite("default", "openemr", wrong);
    await box.rotate("third");
    expect(box.login().username).toBe("openemr_2");
    expect(box.secrets.current).toEqual(box.login());
    expect([await box.works(box.login()), await box.works(wrong)]).toEqual([true, true]);
  });

  test("shows a password neither in what it says nor in the names that it looks up", async () => {
    const rotation = box.rotation();
    box.secrets.begin("second");
    const said = [];
    for (const step of STEPS) said.push(await rotation[step]("second"));
    expect(said.join("\n")).not.toContain(box.login().password);
    expect(said.join("\n")).not.toContain(DATABASE_PASSWORD);
  });
});

test("Secrets Manager's test of a configuration succeeds before OpenEMR is installed, and changes nothing", async () => {
  rmSync(box.file());
  box.secrets.begin("probe");
  expect(await box.rotation().testSecret("probe")).toContain("no new password to try");
  box.secrets.versions.set("probe", JSON.stringify(FIRST));
  expect(await box.rotation().testSecret("probe")).toContain("no new password to try");
});

describe("a user that somebody works as", () => {
  const connectAs = ({ username, password }: typeof FIRST) =>
    createConnection({
      ...{ host: HOST, port: server.port, user: username, password, database: "openemr" },
      ssl: { rejectUnauthorized: false },
    });

  test("gets no new password while it is in use, and the error says where", async () => {
    await box.rotate("second");
    const late = await connectAs(FIRST);
    await late.query("SELECT 1");
    try {
      box.makeOld("default");
      const rotation = box.rotation({ quietSeconds: 30, patienceSeconds: 0.1 });
      await expect(box.rotate("third", rotation)).rejects.toThrow(
        /^127\.0\.0\.1 still works with the database as openemr,/,
      );
      expect(box.login().username).toBe("openemr_2");
      expect(await box.works(FIRST)).toBe(true);
    } finally {
      await late.end();
    }
    // It goes on by itself.
    await box.rotate("third");
    expect(box.login().username).toBe("openemr");
  });

  test("that works on after the file was written keeps the rotation from being complete", async () => {
    const late = await connectAs(FIRST);
    try {
      await expect(
        box.rotate("second", box.rotation({ quietSeconds: 2, patienceSeconds: 0.1 })),
      ).rejects.toThrow(/still works with the database as openemr/);
      expect(box.secrets.current).toEqual(FIRST);
      // A connection that is kept and not used is nobody's work.
      await new Promise((resolve) => setTimeout(resolve, 3000));
      box.makeOld("default");
      await box.rotate("second", box.rotation({ quietSeconds: 2, patienceSeconds: 0.1 }));
      expect(box.secrets.current).toEqual(box.login());
      await late.query("SELECT 1");
    } finally {
      await late.end();
    }
  });

  test("a file that was just written is waited for: a task may not have seen it yet", async () => {
    await box.rotate("second");
    await expect(
      box.rotate("third", box.rotation({ quietSeconds: 60, patienceSeconds: 0.1 })),
    ).rejects.toThrow(/Somebody still works/);
    expect(await box.works(FIRST)).toBe(true);
  });
});

describe("it is refused, and nothing is changed,", () => {
  const refused = async (reason: RegExp) => {
    const [text, login] = [box.text(), box.secrets.current];
    await expect(box.rotate("second")).rejects.toThrow(reason);
    expect([box.text(), box.secrets.current]).toEqual([text, login]);
    expect(await box.works(FIRST)).toBe(true);
  };

  test("before OpenEMR is installed", async () => {
    writeFileSync(box.file(), box.text().replace("$config = 1", "$config = 0"));
    await refused(/OpenEMR is not installed/);
  });

  test("while the installer writes, whose file may be cut off", async () => {
    const mark = join(box.folder, ".openemr-installation");
    writeFileSync(mark, "");
    writeFileSync(box.file(), box.text().slice(0, 20));
    await refused(/an installation is not finished/);
    rmSync(mark);
    await refused(/is not as OpenEMR's installer writes it/);
  });

  test.each([".openemr-leader", ".openemr-upgrade", ".openemr-installation"])(
    "while a task installs or upgrades (%s)",
    async (name) => {
      writeFileSync(join(box.folder, name), "");
      await refused(/is being installed or upgraded|an installation is not finished/);
    },
  );

  test.each([
    [
      "of another database",
      (text: string) => text.replace(HOST, "old.example"),
      /names the database old\.example/,
    ],
    [
      "of another user",
      (text: string) => text.replace("'openemr';\n$pass", "'root';\n$pass"),
      /names the user root/,
    ],
    [
      "with two users",
      (text: string) => text.replace("$pass ", "$login = 'x';\n$pass "),
      /says \$login 2 times/,
    ],
    [
      "with other PHP in a line",
      (text: string) => text.replace("'openemr';\n$pass", "'a' . 'b';\n$pass"),
      /says \$login 0 times/,
    ],
  ])("for a file %s", async (_, change, reason) => {
    writeFileSync(box.file(), change(box.text()));
    await refused(reason);
  });

  test("for a link in place of a file", async () => {
    const text = box.text();
    rmSync(box.file());
    writeFileSync(join(box.folder, "target"), text);
    symlinkSync(join(box.folder, "target"), box.file());
    await refused(/no plain file/);
  });

  test("while another rotation runs", async () => {
    const other = await box.openDatabase();
    try {
      await refused(/Another rotation runs/);
    } finally {
      await other.close();
    }
  });

  test("by a database whose certificate this project's authorities did not sign", async () => {
    const place = { ...box.place, authorities: server.foreignAuthority };
    await expect(Database.open(place, FIRST)).rejects.toThrow(/self[- ]signed|unable to verify|certificate/);
  });
});

describe("a rotation that is interrupted", () => {
  /** Makes parts of which the n-th call throws, before or after it was made. */
  function interrupting(at: number, when: "before" | "after") {
    let calls = 0;
    return <T extends object>(part: T): T =>
      new Proxy(part, {
        get(target, name) {
          const value = Reflect.get(target, name, target) as unknown;
          if (typeof value !== "function" || name === "close") return value;
          return async (...given: unknown[]) => {
            const isIt = ++calls === at;
            if (isIt && when === "before") throw new Error("interrupted");
            const answer = (value as (...all: unknown[]) => Promise<unknown>).apply(target, given);
            if (isIt && when === "after") {
              await answer.catch(() => undefined);
              throw new Error("interrupted");
            }
            return answer;
          };
        },
      });
  }

  const settle = async (version: string) => {
    await box.rotate(version);
    const login = box.login();
    expect(box.login("clinic")).toEqual(login);
    expect(box.secrets.current).toEqual(login);
    expect(await box.works(login, ["openemr", "other"])).toBe(true);
    return login;
  };

  test("before and after each call of each step: OpenEMR can sign in all the time, and the next run completes it", async () => {
    let at = 1;
    for (let done = false; !done; at++)
      for (const when of ["before", "after"] as const) {
        box.remove();
        box = new RotationBox(server);
        box.writeSite("clinic", "other");
        const outcome = await box.rotate("second", box.rotation({}, interrupting(at, when))).catch(String);
        // With fewer calls than that, it came to its end.
        done = outcome === undefined;
        if (!done) expect(outcome).toMatch(/interrupted/);
        for (const site of ["default", "clinic"]) expect(await box.works(box.login(site))).toBe(true);
        const login = await settle("second");
        expect(login.username).toBe("openemr_2");
        expect(await box.works(FIRST)).toBe(true);
      }
    expect(at).toBeGreaterThan(15);
  }, 240_000);

  test("and is given up for another one, between two sites", async () => {
    box.writeSite("clinic", "other");
    await box.rotate("second");
    const second = box.login();
    // As if "default" had not been reached: it names the first user still.
    box.writeSite("default");
    box.secrets.begin("third");
    await settle("third");
    expect(box.login().username).toBe("openemr_2");
    expect(box.login()).not.toEqual(second);
    expect(await box.works(FIRST)).toBe(true);
  });

  test("by a restore: it says what to do, and changes nothing", async () => {
    const rotation = box.rotation();
    box.secrets.begin("second");
    await rotation.createSecret("second");
    server.query("CREATE USER openemr_2 IDENTIFIED BY 'restored'; GRANT ALL ON openemr.* TO openemr_2");
    const restored = { username: "openemr_2", password: "restored" };
    box.writeSite("default", "openemr", restored);
    await expect(rotation.setSecret("second")).rejects.toThrow(
      /a backup was restored meanwhile\. Take the label AWSPENDING/,
    );
    expect(await box.works(restored)).toBe(true);
  });
});
