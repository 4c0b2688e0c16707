import type { PlannedResource } from "../../plan/resource";
import { isObject, jsonIn } from "../../system/json";
import { type FindingDetails, findingOf } from "../finding";
import type { Area } from "../rule";

const TITLE = "OpenEMR's version";

const CONTAINER = "openemr";

const WAY_BACK =
  "The first new task then changes database and files, for minutes to hours in which nobody can work, and the only way " +
  "back is a restore: take a backup first (docs/upgrades.md).";

/** Finds changes of OpenEMR's version: OpenEMR then changes its data, which no other deployment takes back. */
export const openEmrVersion: Area = {
  title: TITLE,
  knows: (resource, { path }) =>
    path === `container_definitions[${CONTAINER}].image` &&
    [resource.asItWas(), resource].every((side) => imageOf(side) !== undefined),
  find: ({ resources }) =>
    resources
      .filter(({ type }) => type === "aws_ecs_task_definition")
      .flatMap((resource) => {
        const before = imageOf(resource.asItWas());
        const after = imageOf(resource);
        if (!before || !after || before.reference === after.reference) return [];
        return [
          findingOf(TITLE, resource, {
            attribute: "container_definitions",
            before: before.reference,
            after: after.reference,
            ...describe(before.release, after.release),
          }),
        ];
      }),
};

function describe(
  from: string | undefined,
  to: string | undefined,
): Pick<FindingDetails, "severity" | "says" | "why"> {
  if (!from || !to) {
    const says = "has another image of OpenEMR, which may be of another version";
    return { severity: "warning", says, why: `If it is newer, this is an upgrade. ${WAY_BACK}` };
  }
  const order = compareReleases(from, to);
  if (order === 0) {
    const why = "What changed in it is not in the number: look at what OpenEMR's makers say of it.";
    return { severity: "notice", says: `has another image of OpenEMR ${to}`, why };
  }
  if (order < 0) {
    return { severity: "danger", says: `upgrades OpenEMR from ${from} to ${to}`, why: WAY_BACK };
  }
  return {
    severity: "danger",
    says: `goes back from OpenEMR ${from} to ${to}`,
    why:
      `OpenEMR ${to} refuses to start on data of ${from}. The order is: stop OpenEMR, deploy this, restore the backup from ` +
      'before the upgrade, start (docs/upgrades.md, "The way back").',
  };
}

interface Image {
  readonly reference: string;
  /** e.g. `8.4.1`; missing where nothing tells it. */
  readonly release?: string;
}

/** The image of OpenEMR's container; `undefined` where the plan does not know it. */
function imageOf(resource: PlannedResource | undefined): Image | undefined {
  const containers = jsonIn(resource?.text("container_definitions") ?? "");
  if (!Array.isArray(containers)) return undefined;
  const found = containers.filter(isObject).find(({ name }) => name === CONTAINER);
  if (typeof found?.image !== "string") return undefined;
  const labels = isObject(found.dockerLabels) ? found.dockerLabels : {};
  // A label tells it of an image that is given by its digest.
  const label = labels["openemr.version"];
  const [, labelled] = RELEASE.exec(typeof label === "string" ? `:${label}` : "") ?? [];
  const [, tagged] = RELEASE.exec(found.image) ?? [];
  // A label that says another release than the tag tells nothing, nor does it beside a tag such as `latest`.
  const isBoundToTag = !found.image.includes("@sha256:");
  const release = isBoundToTag ? tagged : (labelled ?? tagged);
  return { reference: found.image, ...(release && { release }) };
}

/** `8.4.1` of `openemr/openemr:8.4.1-2026-10-01`. */
const RELEASE = /:(\d+\.\d+\.\d+(?:\.\d+)?)(?:[-@][^/]*)?$/;

function compareReleases(one: string, other: string): number {
  const [left, right] = [one, other].map((release) => release.split(".").map(Number)) as [number[], number[]];
  for (let i = 0; i < 4; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
