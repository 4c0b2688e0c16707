import { type PlannedResource, UNKNOWN } from "../../plan/resource";
import { type Finding, findingOf } from "../finding";
import { tableArea } from "../rule";
import { becomes, changes, goesUp, weakerWhere } from "../weaker";
import { OTHER, PARAMETERS } from "./database-parameters";

const TITLE = "Database settings";

const GROUPS = ["aws_rds_cluster_parameter_group", "aws_db_parameter_group"];

/** `default.aurora-mysql8.0` is a group of AWS, which nobody can change. */
const isOfAws = (name: unknown) => String(name ?? "").startsWith("default.");

/** Finds parameters of the database that weaken it. */
export const database = tableArea(TITLE, {
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
      types: ["aws_rds_cluster"],
      path: "serverlessv2_scaling_configuration.0.min_capacity",
      weakens: goesUp,
      severity: "notice",
      says: "has more capacity at least",
      why: "It is paid for day and night.",
    },
    {
      types: ["aws_rds_cluster"],
      path: "network_type",
      weakens: changes,
      severity: "warning",
      says: "gets other kinds of addresses",
      why: "Rules for IPv4 ranges do not hold for IPv6, and subnets without IPv6 make it fail.",
    },
    {
      types: ["aws_rds_cluster"],
      path: "db_cluster_parameter_group_name",
      weakens: weakerWhere(({ before, after }) => isOfAws(after) && !isOfAws(before)),
      severity: "danger",
      says: "gets AWS's default parameters",
      why: "They neither require TLS nor audit who reads what.",
    },
    {
      types: ["aws_rds_cluster", "aws_db_instance"],
      path: "replication_source_identifier",
      weakens: changes,
      severity: "danger",
      harm: "loss",
      says: "follows another database, or no longer",
      why: "What it follows is written over what it holds.",
    },
    {
      types: ["aws_rds_cluster_instance"],
      path: "monitoring_interval",
      weakens: changes,
      severity: "notice",
      says: "is watched more or less closely",
      why: "Figures of its operating system are what tells why it is slow.",
    },
    {
      types: ["aws_efs_file_system"],
      path: "throughput_mode",
      weakens: changes,
      severity: "warning",
      says: "has another kind of throughput",
      why: "Files become slow under load where it is used up.",
    },
    {
      types: ["aws_efs_file_system"],
      path: "lifecycle_policy",
      weakens: changes,
      severity: "notice",
      says: "moves files between storage classes in another way",
      why: "Reading files from a colder class is slower and costs more.",
    },
    {
      types: ["aws_elasticache_serverless_cache"],
      path: "cache_usage_limits",
      weakens: changes,
      severity: "warning",
      says: "has other limits",
      why: "Where they are used up people are signed out.",
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
  others: (stack) => stack.resources.flatMap(parameterFindings),
  // Each change of a parameter is told, unless it is known as no weaker.
  knows: ({ type, after }, { pattern, path }) =>
    GROUPS.includes(type) && isParameter(pattern, path) && parametersOf(after) !== undefined,
});

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
