import { plannedStack } from "../../../../scripts/plan/planned-stack";
import { accept, readAcceptances } from "../../../../scripts/rules/compliance/acceptances";
import { evaluate } from "../../../../scripts/rules/compliance/evaluate";
import { change, plan } from "../../plan/plan-fixture";

const values = { storage_encrypted: false, deletion_protection: true };
const RESULTS = evaluate(
  plannedStack(
    plan({
      resource_changes: [
        change("aws_rds_cluster.database_cluster", ["no-op"], { before: values, after: values }),
      ],
    }),
  ),
);
const ENTRY = {
  rules: ["*-RDSStorageEncrypted"],
  resources: ["aws_rds_cluster.*"],
  reason: "No patients.",
  owner: "Ann",
};
const WITH = { environment: "clinic", today: "2026-11-29", file: "compliance.json", isWhole: true };
const read = (...accepted: unknown[]) => readAcceptances({ accepted }, "compliance.json");

test("what is accepted is marked with its reason, and what passed is not", () => {
  const judged = accept(RESULTS, read(ENTRY), WITH).filter(({ acceptance }) => acceptance);
  expect(judged.map(({ rule }) => rule)).toEqual([
    "HIPAA.Security-RDSStorageEncrypted",
    "NIST.800.53.R5-RDSStorageEncrypted",
  ]);
  expect(judged.every(({ outcome, acceptance }) => outcome === "failed" && acceptance?.owner === "Ann")).toBe(
    true,
  );
});

test("an acceptance that matches nothing is an error, unless it is for another environment or one pack is asked for", () => {
  const stale = { ...ENTRY, rules: ["*-RDSInstanceDeletionProtectionEnabled"] };
  expect(() => accept(RESULTS, read(stale), WITH)).toThrow(
    /^compliance\.json accepts what nothing of clinic fails: \*-RDSInstanceDeletionProtectionEnabled of aws_rds_cluster\.\*\. Delete/,
  );
  const other = read({ ...stale, environments: ["production"] });
  expect(accept(RESULTS, other, WITH).some(({ acceptance }) => acceptance)).toBe(false);
  expect(() => accept(RESULTS, read(stale), { ...WITH, isWhole: false })).not.toThrow();
});

test("an acceptance counts until its day", () => {
  const until = (day: string) =>
    accept(RESULTS, read({ ...ENTRY, until: day }), WITH).filter(({ acceptance }) => acceptance).length;
  expect([until("2026-11-30"), until("2026-11-29")]).toEqual([2, 0]);
});

test.each([
  [{ ...ENTRY, reason: " " }, /entry 1, has no reason\. Say why/],
  [{ ...ENTRY, owner: undefined }, /has no owner/],
  [{ ...ENTRY, rules: [] }, /has no rules/],
  [{ ...ENTRY, resources: "aws_lb.edge" }, /has no resources/],
  [{ ...ENTRY, until: "soon" }, /has until = "soon", but must have a day such as 2027-06-30/],
  [{ ...ENTRY, environments: "production" }, /environments that are no list/],
  [{ ...ENTRY, rule: "x" }, /has rule, but may have only rules, resources/],
  ["everything", /must be an object/],
])("%j is refused", (entry, message) => {
  expect(() => read(entry)).toThrow(message);
});

test("a file without a list is refused", () => {
  expect(() => readAcceptances([], "compliance.json")).toThrow(/must be \{"accepted": \[\.\.\.\]\}/);
});

test("what is accepted of an image is not missed where no image was scanned", () => {
  const entry = { ...ENTRY, rules: ["CVE-2026-1"], resources: ["openemr/openemr:*"] };
  expect(accept(RESULTS, read(entry), WITH)).toHaveLength(RESULTS.length);
  expect(() => accept(RESULTS, read(entry), { ...WITH, hasScan: true })).toThrow(/CVE-2026-1 of openemr/);
});
