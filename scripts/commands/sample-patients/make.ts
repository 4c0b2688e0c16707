import { UserError } from "../../../src/user-error";
import type { RestApi } from "../../openemr/api/rest-api";
import { MARKED_DOMAIN } from "../../openemr/sample-mark";
import type { SamplePatient } from "./sample-patient";

/** A facility and a practitioner that visits are assigned to: every installation has the first, not every one the other. */
export interface Clinic {
  readonly facility: string;
  readonly provider?: string;
}

/** How many things a patient got. */
export type Made = Readonly<
  Record<"patients" | "encounters" | "problems" | "medications" | "appointments", number>
>;

/** Categories of OpenEMR's calendar that every installation has: office visit, and established patient. */
const CATEGORY = { encounter: "5", appointment: "9" } as const;
/** Ambulatory, of the list _ActEncounterCode. */
const AMBULATORY = "AMB";
/** Seconds. */
const APPOINTMENT_DURATION = "900";

export async function readClinic(api: RestApi): Promise<Clinic> {
  const [facility] = await api.list("facility");
  if (facility?.id === undefined) {
    throw new UserError(
      "OpenEMR has no facility that visits could be at. Make one: Administration > Clinic > Facilities.",
    );
  }
  const [provider] = await api.list("practitioner");
  return {
    facility: String(facility.id),
    ...(provider?.id !== undefined && { provider: String(provider.id) }),
  };
}

/** Patients a page, while it is looked whether there are real ones. */
const PAGE = 200;

/** Returns whether OpenEMR has a patient that no run of this command made. */
export async function hasRealPatients(api: RestApi): Promise<boolean> {
  const seen = new Set<unknown>();
  for (let offset = 0; ; offset += PAGE) {
    const page = await api.list(`patient?_limit=${PAGE}&_offset=${offset}`);
    if (page.some(({ email }) => !String(email ?? "").endsWith(`@${MARKED_DOMAIN}`))) return true;
    const isNew = page.filter(({ uuid }) => !seen.has(uuid));
    if (isNew.length === 0 || page.length < PAGE) return false;
    for (const { uuid } of isNew) seen.add(uuid);
  }
}

/** Problems that patients have. */
export class KnownProblems {
  private counts: Promise<ReadonlyMap<unknown, number>> | undefined;

  constructor(private readonly api: RestApi) {}

  /** @returns how many problems a patient has */
  async of(uuid: unknown): Promise<number> {
    const own = await this.api.list(`patient/${uuid}/medical_problem`);
    if (own.length > 0) return own.length;
    // OpenEMR 7.0.3 answers this list empty for every patient, and the list of all patients' problems rightly.
    this.counts ??= this.countAll();
    return (await this.counts).get(uuid) ?? 0;
  }

  private async countAll(): Promise<ReadonlyMap<unknown, number>> {
    const counts = new Map<unknown, number>();
    for (const { puuid } of await this.api.list("medical_problem"))
      counts.set(puuid, (counts.get(puuid) ?? 0) + 1);
    return counts;
  }
}

/**
 * Makes a patient with everything that belongs to it, or what of it is missing. OpenEMR keeps what was made first, so how
 * many there are of a kind says where a run that was stopped goes on.
 */
export async function make(
  api: RestApi,
  clinic: Clinic,
  known: KnownProblems,
  patient: SamplePatient,
): Promise<Made> {
  const { demographics } = patient;
  const [found] = await api.list(`patient?email=${encodeURIComponent(demographics.email)}`);
  const { pid, uuid } = found ?? (await api.create("patient", demographics));
  if (pid === undefined || uuid === undefined)
    throw new UserError(
      "OpenEMR did not say which patient it has made. Give the same command again: it goes on.",
    );
  const missing = async <T>(path: string, wanted: readonly T[]) =>
    found ? wanted.slice((await api.list(path)).length) : wanted;

  const ofPatient = `patient/${uuid}`;
  const ofNumber = `patient/${pid}`;
  const hasProblems = found && patient.problems.length > 0 ? await known.of(uuid) : 0;
  const problems = patient.problems.slice(hasProblems);
  for (const problem of problems) await api.create(`${ofPatient}/medical_problem`, problem);
  const medications = await missing(`${ofNumber}/medication`, patient.medications);
  for (const medication of medications) await api.create(`${ofNumber}/medication`, medication);
  const encounters = await makeEncounters(api, clinic, patient, { pid, uuid, known: found !== undefined });
  const appointments = await missing(`${ofNumber}/appointment`, patient.appointments);
  for (const { date, time, title, note } of appointments) {
    await api.create(`${ofNumber}/appointment`, {
      ...{
        pc_catid: CATEGORY.appointment,
        pc_title: title,
        pc_hometext: note,
        pc_duration: APPOINTMENT_DURATION,
      },
      ...{ pc_apptstatus: "-", pc_eventDate: date, pc_startTime: time },
      ...{ pc_facility: clinic.facility, pc_billing_location: clinic.facility },
      ...(clinic.provider && { pc_aid: clinic.provider }),
    });
  }
  return {
    patients: found ? 0 : 1,
    ...{ problems: problems.length, medications: medications.length },
    ...{ encounters, appointments: appointments.length },
  };
}

/** Encounters with their vital signs. The last of those that are there may lack its own. @returns how many were made */
async function makeEncounters(
  api: RestApi,
  clinic: Clinic,
  { encounters }: SamplePatient,
  { pid, uuid, known }: { readonly pid: unknown; readonly uuid: unknown; readonly known: boolean },
): Promise<number> {
  const there = known ? await api.list(`patient/${uuid}/encounter`) : [];
  const addVitals = (encounter: unknown, { vitals }: SamplePatient["encounters"][number]) =>
    api.create(`patient/${pid}/encounter/${encounter}/vital`, vitals);
  const numbers = there.map(({ eid, encounter }) => Number(eid ?? encounter)).sort((a, b) => a - b);
  const last = numbers.at(-1);
  const belonging = encounters[numbers.length - 1];
  if (
    last !== undefined &&
    belonging &&
    (await api.list(`patient/${pid}/encounter/${last}/vital`)).length === 0
  )
    await addVitals(last, belonging);
  const missing = encounters.slice(there.length);
  for (const each of missing) {
    const { encounter, eid } = await api.create(`patient/${uuid}/encounter`, {
      ...{ date: each.date, onset_date: each.date, reason: each.reason, sensitivity: "normal" },
      ...{ pc_catid: CATEGORY.encounter, class_code: AMBULATORY, provider_id: clinic.provider ?? "0" },
      ...{ facility_id: clinic.facility, billing_facility: clinic.facility },
    });
    await addVitals(encounter ?? eid, each);
  }
  return missing.length;
}
