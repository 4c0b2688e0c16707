import { UserError } from "../../../src/user-error";
import type { Authorized } from "../../openemr/api/authorized";
import { RestApi } from "../../openemr/api/rest-api";
import { isSample, MARKED_NAME } from "../../openemr/sample-mark";

/** Reading patients takes these. */
export const SCOPES = [
  ...["openid", "api:oemr"],
  ...["patient", "encounter", "medical_problem"].map((resource) => `user/${resource}.read`),
];

/** The most patients that are read in turn. */
const MOST_PATIENTS = 200;

/** A token lives for an hour, and the patients are looked for first. */
export const LONGEST_SECONDS = 50 * 60;

/** Requests for each patient, as of somebody who looks one up: the search, the record, visits and problems. */
const READS = [
  ({ email }: Sample) => `patient?email=${encodeURIComponent(email)}`,
  ({ uuid }: Sample) => `patient/${uuid}`,
  ({ uuid }: Sample) => `patient/${uuid}/encounter`,
  ({ uuid }: Sample) => `patient/${uuid}/medical_problem`,
];

/** The reads as a report shows them. */
export const SHOWN_READS = READS.map((read) =>
  decodeURIComponent(read({ uuid: "<uuid>", email: "<address>" })),
);

interface Sample {
  readonly uuid: string;
  readonly email: string;
}

/** The paths, below `api/`, of reads of patients that `npm run sample-patients` has made. No other is read. */
export async function sampleReads(authorized: Authorized): Promise<{ patients: number; paths: string[] }> {
  const refused = SCOPES.filter((scope) => !authorized.token.granted.include(scope));
  if (refused.length > 0) {
    throw new UserError(
      `Without ${refused.join(" and ")} OpenEMR refuses the reads, and nothing was loaded. Give the command again, and ` +
        "leave everything ticked when you authorize it.",
    );
  }
  const found = await new RestApi(authorized).list(`patient?lname=${MARKED_NAME}&_limit=${MOST_PATIENTS}`);
  const samples = found
    .filter(isSample)
    .slice(0, MOST_PATIENTS)
    .map(({ uuid, email }): Sample => ({ uuid: String(uuid), email: String(email) }));
  if (samples.length === 0) {
    throw new UserError(
      "OpenEMR has no sample patients, and no other patient is read. Nothing was loaded. Make some first: " +
        "npm run sample-patients -- <environment or address> --count 100",
    );
  }
  return { patients: samples.length, paths: samples.flatMap((sample) => READS.map((read) => read(sample))) };
}
