import { freePort } from "../../../support/local-server";
import type { RunningScript, ScriptEnd } from "../../../support/running-script";
import { ScriptProject } from "../../../support/script-project";
import { TestAuthority } from "../../../support/test-authority";
import { OpenEmrStandIn } from "../../openemr/api/openemr-stand-in";

export const WAITS_FOR_ENABLING = /Enable Client\. Then press Enter here/;

/** Captures the address that a person opens. */
export const AUTHORIZE = /^ {2}(https:\S+\/authorize\?\S+)$/m;

/** The command, with a stand-in for OpenEMR and for the person that it asks. */
export class ApiTest {
  readonly project = new ScriptProject();
  readonly authority = new TestAuthority();
  openemr!: OpenEmrStandIn;
  /** Port that the browser is sent back to. */
  port = 0;

  /** One for the tests of a file. Before each test, OpenEMR is as it was at first. */
  static forTests(): ApiTest {
    const test = new ApiTest();
    beforeAll(() => test.prepare());
    beforeEach(() => test.openemr.reset());
    afterAll(() => test.remove());
    return test;
  }

  start(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): RunningScript {
    const all = [this.openemr.url, "--ca", this.authority.file, "--port", String(this.port), ...args];
    return this.project.start("api-endpoint-test", all, { OPENEMR_CLIENT_SECRET: "", ...env });
  }

  /** Does what a person is asked for, with the browser on the same machine. */
  async answered(run: RunningScript, change: (back: URL) => void = () => {}): Promise<ScriptEnd> {
    await run.says(WAITS_FOR_ENABLING);
    this.openemr.enableClients();
    run.types("");
    const back = this.openemr.authorizeAsPerson(await run.says(AUTHORIZE));
    change(back);
    await fetch(back);
    return run.end();
  }

  /** No token, code or secret, and nothing that an endpoint returned. */
  expectNoSecretsIn({ stdout, stderr }: ScriptEnd): void {
    const { tokens, codes, clients } = this.openemr;
    const ofClients = [...clients.values()].flatMap(({ secret }) => secret ?? []);
    for (const secret of [...tokens.keys(), ...codes.keys(), ...ofClients, "Smith"]) {
      expect(stdout + stderr).not.toContain(secret);
    }
  }

  private async prepare(): Promise<void> {
    this.openemr = await OpenEmrStandIn.start(this.authority.certificate("DNS:localhost"));
    this.port = await freePort();
  }

  private async remove(): Promise<void> {
    await this.openemr.stop();
    this.authority.remove();
    this.project.remove();
  }
}
