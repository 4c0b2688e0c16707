import { UserError } from "../../../src/user-error";
import {
  AUTHORIZATION_OPTIONS,
  readAuthorization,
  wholeNumber,
} from "../../openemr/api/authorization-options";
import { SECRET_VARIABLE, withToken } from "../../openemr/api/authorized";
import { RestApi } from "../../openemr/api/rest-api";
import { MARKED_DOMAIN } from "../../openemr/sample-mark";
import { command } from "../../terminal/command";
import { hasRealPatients, KnownProblems, type Made, make, readClinic } from "./make";
import { removeSamples } from "./remove";
import { samplePatient } from "./sample-patient";

const MOST = 10_000;

const USAGE = `Usage: npm run sample-patients -- <environment or address> [options]

Fills OpenEMR with made-up patients: encounters with vital signs, problems, medications and appointments that fit
each other, by OpenEMR's own REST API. A person enables and authorizes a client, as for api-endpoint-test, as an
administrator. Stopped, it goes on when it is given again: what is there is not made twice.

Their last names end with "-Sample", their external identifiers begin with SAMPLE-, and their addresses of mail end
with @${MARKED_DOMAIN}, where nobody receives mail. OpenEMR's API deletes no patients, so --remove runs a
script in a task of its own, with your rights in AWS. It leaves who lacks one of the marks, and with whom somebody has worked.

  --count N                how many patients there are to be (default: 100; at most ${MOST})
  --seed N                 other patients: the same number gives the same ones (default: 1)
  --beside-real-patients   also where there are patients that this command did not make
  --remove                 removes them, from all runs of an environment, after asking
  --yes                    removes them without asking
  --site name              OpenEMR's site (default: default)
  --client-id id           uses this client, registered before with the redirect http://localhost:<port>/callback;
                           the variable ${SECRET_VARIABLE} has its secret
  --port N                 port of this machine that the browser is sent back to (default: 8737)
  --open                   opens the browser, instead of only showing the address
  --wait minutes           how long the authorization is waited for (default: 10)
  --ca file                trusts the authorities in this file (PEM) instead of the well-known ones
  --help, -h               shows this text

The APIs must be on (activate_openemr_apis = true) and OpenEMR must be served over HTTPS.
`;

const RESOURCES = ["patient", "encounter", "vital", "medical_problem", "medication", "appointment"];
const SCOPES = [
  ...["openid", "api:oemr", "user/facility.read", "user/practitioner.read"],
  ...RESOURCES.flatMap((resource) => [`user/${resource}.read`, `user/${resource}.write`]),
];

export const samplePatients = command(module, {
  usage: USAGE,
  options: {
    ...AUTHORIZATION_OPTIONS,
    count: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    "beside-real-patients": { type: "boolean", default: false },
    remove: { type: "boolean", default: false },
    yes: { type: "boolean", default: false },
  },
  positionals: { one: "environment or address" },
  changesSomething: true,
  read: (given) => ({
    ...readAuthorization(given),
    count: wholeNumber("count", given.values.count, MOST),
    seed: wholeNumber("seed", given.values.seed, 999_999),
    besideRealPatients: given.values["beside-real-patients"],
    remove: given.values.remove,
    yes: given.values.yes,
  }),
  run: async ({ count, seed, besideRealPatients, remove, yes, ...authorization }, surroundings) => {
    if (remove) return removeSamples(authorization.target, yes, surroundings);
    const { project } = surroundings;
    const props = { ...authorization, scopes: SCOPES, clientName: "Sample patients" };
    await withToken(project, props, async (authorized) => {
      const api = new RestApi(authorized);
      if (!besideRealPatients && (await hasRealPatients(api))) {
        throw new UserError(
          "OpenEMR has patients that this command did not make. Made-up patients among real ones can be mistaken for " +
            "them. Nothing was changed. To make them all the same: --beside-real-patients",
        );
      }
      const clinic = await readClinic(api);
      const problems = new KnownProblems(api);
      const made: Made[] = [];
      const today = new Date(`${new Date().toISOString().slice(0, 10)}T00:00:00Z`);
      for (let number = 1; number <= count; number++) {
        // One after another: OpenEMR gives a patient the highest number and one, whoever asks at the same time.
        made.push(await make(api, clinic, problems, samplePatient(seed, number, today)));
        if (number % 10 === 0 || number === count) console.error(`${number} of ${count} patients`);
      }
      console.log(summary(made));
    });
  },
});

function summary(made: readonly Made[]): string {
  const sum = (what: keyof Made) => made.reduce((total, each) => total + each[what], 0);
  const parts = (["patients", "encounters", "problems", "medications", "appointments"] as const).map(
    (what) => `${sum(what)} ${what}`,
  );
  return `Made: ${parts.join(", ")}.`;
}
