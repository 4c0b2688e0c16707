import type { InstallationNames } from "../../../../scripts/openemr/status/installation";
import { makeClients, readStatus, type Status } from "../../../../scripts/openemr/status/read-status";
import { CLUSTER, DATABASE, FILE_SYSTEM, healthyAccount, OUTPUTS, REGION, SERVICE } from "./account";
import { EmulatedAws } from "./emulated-aws";

const NAMES: InstallationNames = {
  environment: "trial",
  region: REGION,
  url: OUTPUTS.url,
  cluster: CLUSTER,
  service: SERVICE,
  container: "openemr",
  databaseArn: DATABASE,
  fileSystemArn: FILE_SYSTEM,
};

/** An installation in an emulated AWS that a test changes, and then looks at; healthy before each test. */
export class LookedAt {
  aws!: EmulatedAws;

  constructor() {
    beforeEach(async () => {
      this.aws = await EmulatedAws.start(healthyAccount());
      Object.assign(process.env, {
        AWS_ENDPOINT_URL: this.aws.url,
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
      });
    });
    afterEach(() => this.aws.stop());
  }

  get account(): EmulatedAws["account"] {
    return this.aws.account;
  }

  look(names: Partial<InstallationNames> = {}): Promise<Status> {
    return readStatus(makeClients(REGION), { ...NAMES, ...names }, new Date());
  }
}
