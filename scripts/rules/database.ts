import { type PlannedResource, UNKNOWN } from "../plan/resource";
import { type Finding, type FindingDetails, findingOf } from "./finding";
import { type Area, tableArea } from "./rule";
import { becomes, changes, goesUp } from "./weaker";

const TITLE = "Database settings";

const GROUPS = ["aws_rds_cluster_parameter_group", "aws_db_parameter_group"];

type Says = Pick<FindingDetails, "severity" | "says" | "why">;

const isOn = (value: string | undefined) => /^(on|1|true)$/i.test(value ?? "");
const list = (value: string | undefined) => (value ?? "").split(",").filter(Boolean);

/** Rules by parameter. `undefined` where the change is no weaker. */
const PARAMETERS: Readonly<
  Record<string, (before: string | undefined, after: string | undefined) => Says | undefined>
> = {
  require_secure_transport: (before, after) =>
    isOn(before) && !isOn(after)
      ? {
          severity: "danger",
          says: "no longer requires TLS",
          why: "The application may then connect to the database in plain text.",
        }
      : undefined,
  server_audit_logging: (before, after) =>
    isOn(before) && !isOn(after)
      ? { severity: "danger", says: "no longer audits", why: "The audit log tells who read which record." }
      : undefined,
  server_audit_events: (before, after) => {
    const lost = list(before).filter((event) => !list(after).includes(event));
    if (lost.length > 0 || after === undefined) {
      return {
        severity: "danger",
        says: `no longer audits ${lost.join(", ") || "what it did"}`,
        why: "What is not recorded cannot be found out after somebody got in.",
      };
    }
    const more = list(after).filter((event) => !list(before).includes(event));
    return {
      severity: "warning",
      says: `audits ${more.join(", ") || "something else"} as well`,
      why: "Statements hold names and diagnoses: whoever reads the log reads them.",
    };
  },
  server_audit_excl_users: () => ({
    severity: "danger",
    says: "leaves users out of the audit",
    why: "What they do in the database cannot be found out any more.",
  }),
  server_audit_incl_users: () => ({
    severity: "danger",
    says: "audits certain users only",
    why: "What the others do in the database cannot be found out any more.",
  }),
  general_log: (before, after) =>
    !isOn(before) && isOn(after)
      ? {
          severity: "danger",
          says: "writes every statement into a log",
          why: "Statements hold names, diagnoses and passwords: whoever reads the log reads them.",
        }
      : undefined,
};

const OTHER: Says = {
  severity: "warning",
  says: "has other parameters",
  why: "Static ones take effect when somebody restarts the database, the others at once; a wrong one stops it.",
};

const rows = tableArea(TITLE, {
  attributeRules: [
    {
      types: ["aws_rds_cluster", "aws_db_instance"],
      path: "preferred_maintenance_window",
      weakens: changes,
      severity: "notice",
      says: "is maintained at another time",
      why: "It may restart then.",
    },
    {
      types: ["aws_rds_cluster_instance"],
      path: "promotion_tier",
      weakens: goesUp,
      severity: "notice",
      says: "takes over later when another instance fails",
      why: "The order of instances decides which one does.",
    },
    {
      types: ["aws_rds_cluster", "aws_db_instance"],
      path: "storage_type",
      weakens: becomes(/./),
      severity: "warning",
      says: "gets another kind of storage",
      why: "It costs another amount, and may be slower.",
    },
  ],
});

/** Finds parameters of the database that weaken it. */
export const database: Area = {
  ...rows,
  find: (stack) => [...rows.find(stack), ...stack.resources.flatMap(parameterFindings)],
  // Each change of a parameter is told, unless it is known as no weaker.
  knows: ({ type, after }, { pattern, path }) =>
    GROUPS.includes(type) && isParameter(pattern, path) && parametersOf(after) !== undefined,
};

function isParameter(pattern: string, path: string): boolean {
  return /^parameter\.\*\.(name|value)$/.test(pattern) && /^parameter\[[^\]]+\]\./.test(path);
}

function parameterFindings(resource: PlannedResource): Finding[] {
  if (!GROUPS.includes(resource.type) || !["update", "replace"].includes(resource.change)) return [];
  const [before, after] = [parametersOf(resource.before), parametersOf(resource.after)];
  if (!before || !after) return [];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [one, other] = [before.get(name), after.get(name)];
    if (one === other) return [];
    const rule = PARAMETERS[name];
    const says = rule ? rule(one, other) : OTHER;
    if (says === undefined) return [];
    return [
      findingOf(TITLE, resource, {
        ...says,
        attribute: `parameter[${name}]`,
        ...(one === undefined ? {} : { before: one }),
        after: other ?? "(none)",
      }),
    ];
  });
}

function parametersOf(values: unknown): Map<string, string> | undefined {
  const parameters = (values as { parameter?: unknown } | undefined)?.parameter;
  if (parameters === UNKNOWN) return undefined;
  return new Map(
    (Array.isArray(parameters) ? parameters : []).map((parameter) => [
      String(parameter?.name),
      String(parameter?.value ?? ""),
    ]),
  );
}
