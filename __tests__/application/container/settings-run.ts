/** Runs apply-settings.php as a task does, beside a real database and stand-ins for AWS. */
import { join } from "node:path";
import { DatabaseServer, requirePrograms } from "./database-server";
import { GLOBALS, sqlconf, VERSION_7 } from "./openemr-stand-in";
import { CONTAINER_FOLDER, type Exit, Sandbox } from "./sandbox";
import { TaskServices } from "./task-services";

const SCRIPT = `${CONTAINER_FOLDER}/apply-settings.php`;
export const OWN_TABLE = "openemr_on_aws_settings";
export const SECRET = "sEcReT-of-SES/1234+5678=";

export const SECRETS = "secret ";
/** OpenEMR keeps it as it is, as `SMTP_USER`. */
export const UNENCRYPTED = "unencrypted secret ";

/** Values by the names of settings. Those of secret ones begin with a word that says so. */
export type Settings = Record<string, string>;

/** The rows of OpenEMR's table before anything is declared. */
export const ORIGINAL = {
  rest_api: "0",
  site_addr_oath: "",
  openemr_name: "Praxis Jäger",
  SMTP_PASS: "",
  language_menu_other: "German",
};

export class SettingsRun {
  readonly services = new TaskServices();
  readonly database = new DatabaseServer();
  box = new Sandbox();

  /** One database for all tests of a file, and a new OpenEMR for each of them. */
  constructor() {
    beforeAll(async () => {
      requirePrograms();
      await this.services.listen();
      await this.database.install();
    });
    afterAll(async () => {
      await this.database.remove();
      await this.services.close();
    });
    beforeEach(() => {
      this.database.query(`DROP TABLE IF EXISTS globals, ${OWN_TABLE}; ${GLOBALS}`);
      this.box.remove();
      this.box = new Sandbox();
      this.box.write("openemr/sites/default/sqlconf.php", sqlconf("127.0.0.1", this.database.port));
      this.box.write("openemr/interface/globals.php", VERSION_7);
      // Where the image has PHP keep sessions.
      this.box.write("php/sessions.ini", "session.save_path = tls://cache:6379\n");
    });
    afterEach(() => this.box.remove());
  }

  /** The text that Terraform writes into the parameter. Each secret setting has a secret of its own. */
  declarationOf(settings: Settings): string {
    return JSON.stringify(
      Object.entries(settings).map(([name, value]) => {
        if (!name.includes(" ")) return { name, value };
        const secret = this.services.keep(JSON.stringify({ text: value }));
        const encrypted = name.startsWith(SECRETS);
        return { name: name.split(" ").at(-1), encrypted, secret, key: "text" };
      }),
    );
  }

  /** A task that starts while something is declared. @param declared the parameter's ARN */
  start(declared: string, environment: Record<string, string> = {}): Promise<Exit> {
    // As start.sh does it.
    const script = `. '${join(CONTAINER_FOLDER, "sqlconf.sh")}'
      OPENEMR_DATABASE=$(read_sqlconf "$OPENEMR_ROOT/sites/default/sqlconf.php")
      export OPENEMR_DATABASE
      exec php '${SCRIPT}'`;
    return this.box.run(script, {
      ...this.services.environment(declared),
      OPENEMR_ROOT: this.box.path("openemr"),
      DATABASE_CA: this.database.authority,
      PHP_INI_SCAN_DIR: `:${this.box.path("php")}`,
      ...environment,
    }).exited;
  }

  /** A task that starts when settings have been declared. */
  apply(settings: Settings, extra: Record<string, string> = {}): Promise<Exit> {
    return this.start(this.services.write(this.declarationOf(settings)), extra);
  }

  /** Values in OpenEMR's table, by name; the first one where there are several. */
  values(): Record<string, string> {
    const rows = this.database.query("SELECT gl_name, gl_value FROM globals WHERE gl_index = 0");
    return Object.fromEntries(rows.map((row) => row.split("\t")));
  }

  /** Statements that reached the server during an action and change something. */
  async writesDuring(action: () => Promise<unknown>): Promise<string[]> {
    const before = this.database.log.length;
    await action();
    return (
      this.database.log.slice(before).match(/\b(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP) .*/g) ?? []
    );
  }
}
