import { base, en, en_US, Faker } from "@faker-js/faker";
import { MARKED_DOMAIN, MARKED_ID, MARKED_NAME } from "../../openemr/sample-mark";
import { ILLNESSES, type Illness } from "./illnesses";

/** Fields as OpenEMR's REST API takes them. Weight is in pounds, height in inches, temperature in Fahrenheit. */
export interface SamplePatient {
  readonly demographics: Readonly<Record<string, string>> & { readonly email: string };
  readonly problems: readonly Readonly<{ title: string; begdate: string; diagnosis: string }>[];
  readonly medications: readonly Readonly<{
    title: string;
    begdate: string;
    enddate: null;
    diagnosis: string;
  }>[];
  readonly encounters: readonly {
    readonly date: string;
    readonly reason: string;
    readonly vitals: Readonly<Record<string, string>>;
  }[];
  readonly appointments: readonly {
    readonly date: string;
    readonly time: string;
    readonly title: string;
    readonly note: string;
  }[];
}

const DAY = 24 * 3600_000;
const YEAR = 365.25 * DAY;

/** The mark by which a sample patient is found again. */
const markOf = (seed: number, number: number) => `sample-${seed}-${number}@${MARKED_DOMAIN}`;

/**
 * Makes up a patient. The same seed, number and day give the same one.
 *
 * @param number from 1
 * @param today every date is counted from it
 */
export function samplePatient(seed: number, number: number, today: Date): SamplePatient {
  const faker = new Faker({ locale: [en_US, en, base] });
  faker.seed([seed, number]);
  faker.setDefaultRefDate(today);
  const age = faker.number.int({ min: 1, max: 90 });
  const birth = new Date(today.getTime() - age * YEAR - faker.number.int({ min: 1, max: 360 }) * DAY);
  const sex = faker.helpers.arrayElement(["Female", "Male"] as const);
  const possible = ILLNESSES.filter((each) => each.from <= age && (each.sex ?? sex) === sex);
  const most = Math.min(possible.length, age < 30 ? 1 : age < 60 ? 2 : 3);
  const illnesses = faker.helpers.arrayElements(possible, { min: 0, max: most });
  const begun = illnesses.map((illness) => {
    const earliest = Math.max(birth.getTime() + illness.from * YEAR, today.getTime() - 10 * YEAR);
    const latest = today.getTime() - 30 * DAY;
    const at = new Date(faker.number.int({ min: Math.min(earliest, latest), max: latest }));
    return { illness, at };
  });
  const constitution = {
    height: faker.number.float({ min: 0.94, max: 1.06 }),
    weight: faker.number.float({ min: 0.85, max: 1.25 }),
  };
  const vitalsAt = (date: Date) =>
    vitals(faker, {
      birth,
      sex,
      date,
      constitution,
      illnesses: begun.filter(({ at }) => at <= date).map(({ illness }) => illness),
    });
  const earliestVisit = Math.max(birth.getTime() + 30 * DAY, today.getTime() - 2 * YEAR);
  const routine = Array.from({ length: faker.number.int({ min: 1, max: 2 }) }, () => ({
    date: new Date(faker.number.int({ min: earliestVisit, max: today.getTime() - 7 * DAY })),
    reason: age < 18 ? "Well-child visit" : "Yearly check-up",
  }));
  const visits = [...routine, ...begun.map(({ illness, at }) => ({ date: at, reason: illness.reason }))];
  return {
    demographics: { ...demographics(faker, seed, number, sex, age), DOB: day(birth) },
    problems: begun.map(({ illness, at }) => ({
      title: illness.title,
      begdate: day(at),
      diagnosis: `ICD10:${illness.code}`,
    })),
    medications: begun.map(({ illness, at }) => ({
      title: illness.medication,
      begdate: `${day(at)} 00:00:00`,
      enddate: null,
      diagnosis: `ICD10:${illness.code}`,
    })),
    encounters: visits
      .sort((one, other) => one.date.getTime() - other.date.getTime())
      .map(({ date, reason }) => ({ date: day(date), reason, vitals: vitalsAt(date) })),
    appointments: Array.from({ length: faker.number.int({ min: 1, max: 2 }) }, (_, index) => {
      const hour = faker.number.int({ min: 8, max: 16 });
      return {
        date: day(
          weekday(new Date(today.getTime() + (7 + index * 90 + faker.number.int({ max: 60 })) * DAY)),
        ),
        time: `${String(hour).padStart(2, "0")}:${faker.helpers.arrayElement(["00", "15", "30", "45"])}`,
        title: "Office Visit",
        note: begun[index] ? `${begun[index].illness.title}: follow-up` : "Check-up",
      };
    }),
  };
}

function demographics(faker: Faker, seed: number, number: number, sex: "Female" | "Male", age: number) {
  const state = faker.location.state({ abbreviated: true });
  return {
    fname: faker.person.firstName(sex === "Female" ? "female" : "male"),
    mname: faker.string.alpha({ length: 1, casing: "upper" }),
    // People see in every list that nobody is called so.
    lname: `${faker.person.lastName()}${MARKED_NAME}`,
    sex,
    street: faker.location.streetAddress(),
    city: faker.location.city(),
    state,
    postal_code: faker.location.zipCode({ state }),
    country_code: "US",
    // 555-0100 to 555-0199 are kept for fiction.
    phone_home: `${faker.string.numeric({ length: 1, exclude: ["0", "1"] })}${faker.string.numeric(2)}-555-01${faker.string.numeric(2)}`,
    status: age < 18 ? "single" : faker.helpers.arrayElement(["single", "married", "divorced"]),
    pubpid: `${MARKED_ID}${seed}-${number}`,
    email: markOf(seed, number),
  };
}

interface Body {
  readonly birth: Date;
  readonly sex: "Female" | "Male";
  readonly date: Date;
  /** Factors of what is usual. */
  readonly constitution: { readonly height: number; readonly weight: number };
  readonly illnesses: readonly Illness[];
}

function vitals(faker: Faker, { birth, sex, date, constitution, illnesses }: Body): Record<string, string> {
  const age = (date.getTime() - birth.getTime()) / YEAR;
  const sum = (sign: "bps" | "bpd" | "pulse" | "respiration") =>
    illnesses.reduce((total, { signs }) => total + (signs?.[sign] ?? 0), 0);
  const around = (usual: number, spread: number) => usual + faker.number.int({ min: -spread, max: spread });
  const grown = Math.min(1, age / 17);
  const tall = sex === "Female" ? 64 : 69.5;
  const height = (20 + (tall - 20) * grown) * constitution.height;
  const slim = 16 + 8 * grown;
  const factor = illnesses.reduce((product, { weight = 1 }) => product * weight, constitution.weight);
  // The body mass index in pounds and inches.
  const weight = (slim * factor * height * height) / 703;
  const child = 1 - grown;
  const elderly = Math.max(0, age - 50) / 4;
  return {
    date: `${day(date)} 10:00:00`,
    bps: String(Math.round(around(116 - 26 * child + elderly, 8) + sum("bps"))),
    bpd: String(Math.round(around(74 - 18 * child, 6) + sum("bpd"))),
    pulse: String(Math.round(around(70 + 45 * child, 8) + sum("pulse"))),
    respiration: String(Math.round(around(15 + 10 * child, 2) + sum("respiration"))),
    temperature: faker.number.float({ min: 97.4, max: 99.1, fractionDigits: 1 }).toFixed(1),
    temp_method: "Oral",
    oxygen_saturation: String(around(97, 2)),
    height: height.toFixed(1),
    weight: weight.toFixed(1),
    note: "Sample",
  };
}

const day = (date: Date) => date.toISOString().slice(0, 10);

/** @returns the date itself, or the Monday after it */
function weekday(date: Date): Date {
  const after = { 6: 2, 0: 1 }[date.getUTCDay()] ?? 0;
  return new Date(date.getTime() + after * DAY);
}
