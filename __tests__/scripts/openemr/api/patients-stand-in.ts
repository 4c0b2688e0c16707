import { type Answer, json } from "./answer";

type Fields = Record<string, unknown>;

const DATE = /^\d{4}-\d\d-\d\d$/;
const TIME_OF_DATE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const isNumber = (value: unknown) => /^-?\d+(\.\d+)?$/.test(String(value));
const isLong = (least: number, most: number) => (value: unknown) =>
  typeof value === "string" && value.length >= least && value.length <= most;
const isDate = (value: unknown) => DATE.test(String(value));
const isMissing = (value: unknown) => value === undefined || value === null || value === "";

/**
 * The rules of OpenEMR's validators: PatientValidator, EncounterValidator, ConditionValidator, and `validate` of ListService,
 * AppointmentService and EncounterService (vital signs), read in 7.0.3 and 8.2.0 on 2026-11-30.
 */
const REQUIRED: Record<string, Record<string, (value: unknown) => boolean>> = {
  patient: { fname: isLong(1, 255), lname: isLong(2, 255), sex: isLong(4, 30), DOB: isDate },
  encounter: { pc_catid: () => true, class_code: (value) => value === "AMB" },
  medical_problem: { title: isLong(2, 255), begdate: isDate },
  medication: { title: isLong(2, 255) },
  vital: {},
  appointment: {
    ...{ pc_catid: isNumber, pc_title: isLong(2, 150), pc_duration: isNumber, pc_hometext: isLong(1, 9999) },
    ...{ pc_apptstatus: isLong(1, 99), pc_eventDate: isDate, pc_startTime: isLong(5, 5) },
    ...{ pc_facility: isNumber, pc_billing_location: isNumber },
  },
};

const OPTIONAL: Record<string, Record<string, (value: unknown) => boolean>> = {
  patient: { email: (value) => /^[\w.-]+@[\w-]+(\.[\w-]+)+$/.test(String(value)) },
  medical_problem: { diagnosis: isLong(2, 255), enddate: isDate },
  medication: {
    diagnosis: isLong(2, 255),
    begdate: (value) => TIME_OF_DATE.test(String(value)),
    enddate: (value) => TIME_OF_DATE.test(String(value)),
  },
  vital: Object.fromEntries(
    ["bps", "bpd", "weight", "height", "temperature", "pulse", "respiration", "oxygen_saturation"].map(
      (name) => [name, isNumber],
    ),
  ),
  appointment: { pc_aid: isNumber },
};

/**
 * Patients and what belongs to them, as OpenEMR's REST API has them. On 2026-11-30 `npm run sample-patients` had the same
 * answers of the API of 7.0.3 and 8.2.0 (`__tests__/image/sample-patients.test.ts`).
 */
export class PatientsStandIn {
  /** Everything that was made, by its path. */
  readonly made = new Map<string, Fields[]>();
  /** Whether lists are those of this stand-in. */
  isUsed = false;
  /** Answers as OpenEMR 7.0.3, where it differs from 8.2.0. */
  isOld = false;
  /** Fails once this many more things were made. */
  failsAfter = Number.POSITIVE_INFINITY;

  reset(): void {
    this.made.clear();
    this.isUsed = false;
    this.isOld = false;
    this.failsAfter = Number.POSITIVE_INFINITY;
  }

  all(resource: string): Fields[] {
    return [...this.made].filter(([path]) => path.split("/").at(-1) === resource).flatMap(([, each]) => each);
  }

  create(path: string, fields: Fields): Answer {
    const resource = path.split("/").at(-1)!;
    const wrong = [
      ...Object.entries(REQUIRED[resource] ?? {}).filter(
        ([name, holds]) => isMissing(fields[name]) || !holds(fields[name]),
      ),
      ...Object.entries(OPTIONAL[resource] ?? {}).filter(
        ([name, holds]) => !isMissing(fields[name]) && !holds(fields[name]),
      ),
    ].map(([name]) => name);
    if (!REQUIRED[resource]) return { status: 404 };
    if (wrong.length > 0)
      return json(400, { validationErrors: Object.fromEntries(wrong.map((name) => [name, "bad"])) });
    if (path !== "patient" && !this.patientOf(path))
      return json(400, { validationErrors: { puuid: "unknown" } });
    if (this.failsAfter-- <= 0) return { status: 500, body: "" };
    const number = this.all(resource).length + 1;
    const thing: Fields = {
      ...fields,
      ...(resource === "patient" && {
        pid: number,
        uuid: `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
      }),
      ...(resource === "encounter" && { encounter: 100 + number, eid: 100 + number }),
    };
    this.made.set(path, [...(this.made.get(path) ?? []), thing]);
    switch (resource) {
      case "patient":
        return json(201, {
          validationErrors: [],
          internalErrors: [],
          data: { pid: thing.pid, uuid: thing.uuid },
        });
      case "encounter":
        return json(201, { validationErrors: [], internalErrors: [], data: thing });
      case "vital":
        return json(201, { vid: number, fid: number });
      case "appointment":
        return json(200, { id: number });
      default:
        return json(201, { id: number });
    }
  }

  list(path: string, query: URLSearchParams): Answer {
    if (path === "facility") return json(200, { data: [{ id: "3", name: "Clinic" }] });
    if (path === "practitioner") return json(200, { data: [] });
    const things = this.made.get(path) ?? [];
    if (path === "patient") {
      const email = query.get("email")?.toLowerCase();
      const part = query.get("lname")?.toLowerCase() ?? "";
      const found = things.filter(
        (each) =>
          (email === undefined || String(each.email).toLowerCase() === email) &&
          String(each.lname).toLowerCase().includes(part),
      );
      const offset = Number(query.get("_offset") ?? 0);
      return json(200, { data: found.slice(offset, offset + Number(query.get("_limit") ?? 10_000)) });
    }
    if (path === "medical_problem") return json(200, { data: this.problems() });
    // OpenEMR 7.0.3 finds no problem of a patient, and 8.2.0 does.
    if (/medical_problem$/.test(path) && this.isOld) return json(200, { data: [] });
    const record = /^patient\/[^/]+$/.test(path);
    if (record || /medical_problem$/.test(path)) {
      const patient = this.patientOf(path);
      if (!patient) return json(record ? 404 : 400, { data: [] });
      return json(200, { data: record ? patient : things });
    }
    // Other controllers answer with 404 where there is nothing, and with a bare list otherwise.
    if (things.length === 0) return { status: 404 };
    return json(200, /encounter$/.test(path) ? { data: things } : things);
  }

  private problems(): Fields[] {
    const patients = this.made.get("patient") ?? [];
    return patients.flatMap(({ uuid }) =>
      (this.made.get(`patient/${uuid}/medical_problem`) ?? []).map((each) => ({ ...each, puuid: uuid })),
    );
  }

  private patientOf(path: string): Fields | undefined {
    const id = path.split("/")[1];
    return this.made.get("patient")?.find(({ pid, uuid }) => String(pid) === id || uuid === id);
  }
}
