/** An illness that a sample patient can have, with what belongs to it. */
export interface Illness {
  readonly title: string;
  /** ICD-10-CM. */
  readonly code: string;
  /** Youngest and oldest age at which it begins here, in years. */
  readonly from: number;
  readonly to: number;
  /** @default - everybody */
  readonly sex?: "Female" | "Male";
  readonly medication: string;
  /** Why people come to see a doctor. */
  readonly reason: string;
  /** How vital signs differ: added to the usual ones. */
  readonly signs?: Readonly<Partial<Record<"bps" | "bpd" | "pulse" | "respiration", number>>>;
  /** Factor of the usual weight. @default 1 */
  readonly weight?: number;
}

/** Common illnesses, each with one usual medication. They are for samples only, and no advice on treatment. */
export const ILLNESSES: readonly Illness[] = [
  {
    ...{ title: "Essential hypertension", code: "I10", from: 30, to: 85, signs: { bps: 22, bpd: 12 } },
    ...{ medication: "Lisinopril 10 MG Oral Tablet", reason: "Blood pressure check" },
  },
  {
    ...{ title: "Type 2 diabetes mellitus", code: "E11.9", from: 35, to: 85, weight: 1.15 },
    ...{ medication: "Metformin 500 MG Oral Tablet", reason: "Diabetes check" },
  },
  {
    ...{ title: "Asthma", code: "J45.909", from: 4, to: 60, signs: { respiration: 3 } },
    ...{ medication: "Albuterol 90 MCG Inhaler", reason: "Cough and short breath" },
  },
  {
    ...{ title: "Hypothyroidism", code: "E03.9", from: 20, to: 80, signs: { pulse: -6 }, weight: 1.05 },
    ...{ medication: "Levothyroxine 50 MCG Oral Tablet", reason: "Thyroid check" },
  },
  {
    ...{ title: "Hyperlipidemia", code: "E78.5", from: 35, to: 85 },
    ...{ medication: "Atorvastatin 20 MG Oral Tablet", reason: "Cholesterol check" },
  },
  {
    ...{ title: "Migraine", code: "G43.909", from: 12, to: 55 },
    ...{ medication: "Sumatriptan 50 MG Oral Tablet", reason: "Headache" },
  },
  {
    ...{ title: "Gastro-esophageal reflux disease", code: "K21.9", from: 20, to: 80 },
    ...{ medication: "Omeprazole 20 MG Oral Capsule", reason: "Heartburn" },
  },
  {
    ...{ title: "Osteoarthritis of the knee", code: "M17.9", from: 50, to: 90, weight: 1.08 },
    ...{ medication: "Acetaminophen 500 MG Oral Tablet", reason: "Knee pain" },
  },
  {
    ...{ title: "Seasonal allergic rhinitis", code: "J30.2", from: 5, to: 70 },
    ...{ medication: "Cetirizine 10 MG Oral Tablet", reason: "Running nose" },
  },
  {
    ...{ title: "Atopic dermatitis", code: "L20.9", from: 1, to: 30 },
    ...{ medication: "Hydrocortisone 1% Topical Cream", reason: "Rash" },
  },
  {
    ...{ title: "Benign prostatic hyperplasia", code: "N40.1", from: 50, to: 90, sex: "Male" },
    ...{ medication: "Tamsulosin 0.4 MG Oral Capsule", reason: "Urinary symptoms" },
  },
  {
    ...{ title: "Postmenopausal osteoporosis", code: "M81.0", from: 55, to: 90, sex: "Female", weight: 0.93 },
    ...{ medication: "Alendronate 70 MG Oral Tablet", reason: "Bone density follow-up" },
  },
];
