import { isSecretEntryName } from "../plan/masked-plan";
import { type PlannedResource, UNKNOWN } from "../plan/resource";
import { type ChangedPart, changedParts } from "../plan/values/differences";
import { isEmpty, KNOWN_AFTER_APPLY } from "../plan/values/show";
import { type Finding, type FindingDetails, findingOf, type Severity } from "./finding";
import type { Area } from "./rule";
import { goesDown, goesOff, goesOn } from "./weaker";

const TITLE = "Containers";

type Says = readonly [severity: Severity, says: string, why: string];

interface ContainerRule {
  /** Below the container, without names of items. */
  readonly pattern: RegExp;
  /** `"fine"` where it knows that the change cannot hurt, `undefined` where it does not know the change. */
  readonly tell: (part: ChangedPart, name: string) => Says | "fine" | undefined;
}

const always = (severity: Severity, says: string, why: string) => () => [severity, says, why] as const;

const RULES: readonly ContainerRule[] = [
  {
    pattern: /^image$/,
    tell: ({ from, to }, name) =>
      name === "openemr" && repositoryOf(from) === repositoryOf(to) ? "fine" : otherImage(from, to),
  },
  {
    pattern: /^logConfiguration(\.|$)/,
    tell: ({ to }) =>
      isEmpty(to)
        ? [
            "danger",
            "writes no log any more",
            "Nobody can find out afterwards what it did, or who signed in.",
          ]
        : [
            "warning",
            "writes its log in another way",
            "What is written elsewhere is under the rights and the retention of that place.",
          ],
  },
  {
    pattern: /^environment\.\*\.(name|value)$/,
    tell: ({ from, to, path }) =>
      isEmpty(to) ? undefined : isNumber(from) && isNumber(to) ? OTHER_NUMBER : environmentOf(nameIn(path)),
  },
  {
    pattern: /^secrets(\.|$)/,
    tell: always(
      "warning",
      "takes a secret from elsewhere",
      "Where the value is not the right one it cannot start, and whoever writes that secret decides what it connects to.",
    ),
  },
  {
    pattern: /^privileged$/,
    tell: ({ from, to }) =>
      judged(goesOn, from, to, [
        "danger",
        "runs privileged",
        "Whoever gets into it has the machine that it runs on.",
      ]),
  },
  {
    pattern: /^readonlyRootFilesystem$/,
    tell: ({ from, to }) =>
      judged(goesOff, from, to, [
        "warning",
        "may write to its own files",
        "Whoever gets into it can leave something behind.",
      ]),
  },
  {
    pattern: /^user$/,
    tell: always(
      "warning",
      "runs as another user",
      "As root whoever gets into it can do everything inside of it.",
    ),
  },
  {
    pattern: /^(command|entryPoint)( \(order\))?$/,
    tell: always(
      "warning",
      "runs another command",
      "It runs beside the patient records, with everything that the task may do. Read it.",
    ),
  },
  {
    pattern: /^(linuxParameters|dockerSecurityOptions|capabilities)(\.|$)/,
    tell: always(
      "warning",
      "gets other rights of the system",
      "They decide what somebody can do who gets into it.",
    ),
  },
  {
    pattern: /^portMappings(\.|$)/,
    tell: always(
      "warning",
      "listens on other ports",
      "The load balancer finds it no longer, or something else is reached.",
    ),
  },
  {
    pattern: /^mountPoints(\.|$)/,
    tell: always(
      "warning",
      "has other folders mounted",
      "Documents of patients are in one of them: it cannot find them any more, or reaches more.",
    ),
  },
  {
    pattern: /^(cpu|memory|memoryReservation)$/,
    tell: ({ from, to }) =>
      judged(goesDown, from, to, [
        "warning",
        "gets less of the machine",
        "It becomes slow, or is stopped when it needs more.",
      ]),
  },
  {
    pattern: /^healthCheck(\.|$)/,
    tell: always(
      "warning",
      "is looked after in another way",
      "One that hangs is kept, or one that works is stopped.",
    ),
  },
];

/** Finds what changes in the containers of a task. */
export const containers: Area = {
  title: TITLE,
  find: ({ resources }) =>
    resources
      .filter(
        ({ type, change }) =>
          type === "aws_ecs_task_definition" && (change === "update" || change === "replace"),
      )
      .flatMap((resource) => findingsOf(resource)),
  knows: ({ type }, part) =>
    type === "aws_ecs_task_definition" &&
    (tellOf(part) !== undefined || (part.pattern === "container_definitions" && part.to === UNKNOWN)),
};

function findingsOf(resource: PlannedResource) {
  const { container_definitions: from } = (resource.before ?? {}) as Record<string, unknown>;
  const { container_definitions: to } = (resource.after ?? {}) as Record<string, unknown>;
  if (to === UNKNOWN) return isEmpty(from) ? [] : [untold(resource)];
  const told = changedParts(from, to, "container_definitions").flatMap((part): FindingDetails[] => {
    const says = tellOf(part);
    if (says === undefined || says === "fine") return [];
    const [severity, text, why] = says;
    const { before, after = "(none)", path } = part;
    return [
      {
        severity,
        says: `${nameIn(path)} ${text}`,
        attribute: path,
        ...(before === undefined ? {} : { before }),
        after,
        why,
      },
    ];
  });
  const once = new Map(told.map((details) => [details.says, details]));
  return [...once.values()].map((details) => findingOf(TITLE, resource, details));
}

/** Images, commands and passwords can be in what nobody sees before the apply. */
function untold(resource: PlannedResource): Finding {
  return findingOf(TITLE, resource, {
    severity: "warning",
    says: "gets containers that only the apply will know",
    attribute: "container_definitions",
    after: KNOWN_AFTER_APPLY,
    why: "Something that they name is made anew. Compare them after the apply, or split the change in two.",
  });
}

function tellOf(part: ChangedPart): Says | "fine" | undefined {
  const [, below] = /^container_definitions\.\*\.(.*)$/.exec(part.pattern) ?? [];
  const [, name] = /^container_definitions\[([^\]]+)\]/.exec(part.path) ?? [];
  if (below === undefined || name === undefined) return undefined;
  return RULES.find(({ pattern }) => pattern.test(below))?.tell(part, name);
}

/** The innermost name in a path: of the variable, else of the container. */
function nameIn(path: string): string {
  return [...path.matchAll(/\[([^\]]+)\]/g)].at(-1)?.[1] ?? "it";
}

/** Such as a number of workers. */
const OTHER_NUMBER: Says = [
  "notice",
  "has another number in its environment",
  "It decides how much the application does at once, or for how long.",
];

const isNumber = (value: unknown) => typeof value === "string" && /^\d+(\.\d+)?$/.test(value);

function environmentOf(name: string): Says {
  if (isSecretEntryName(name)) {
    return [
      "danger",
      "is a password in plain text in its environment",
      "Whoever may describe the task, or read the state, reads it. Take it from a secret.",
    ];
  }
  return [
    "warning",
    "has another value in its environment",
    "It decides what the application connects to and what it does.",
  ];
}

function otherImage(from: unknown, to: unknown): Says {
  if (isEmpty(to)) return ["warning", "is removed", "What it did is not done any more."];
  const why = "Whoever publishes there decides what runs beside the records.";
  return repositoryOf(from) === repositoryOf(to)
    ? ["warning", "runs another version of its image", "What is in it runs beside the records."]
    : ["danger", "runs an image from elsewhere", why];
}

/** `openemr/openemr` of `openemr/openemr:8.4.1@sha256:...`. */
function repositoryOf(image: unknown): string {
  return String(image)
    .replace(/@.*$/, "")
    .replace(/:[^/:]*$/, "");
}

function judged(
  judge: typeof goesOn,
  before: unknown,
  after: unknown,
  says: Says,
): Says | "fine" | undefined {
  const verdict = judge({ before, after, isNew: false });
  return verdict === "weaker" ? says : verdict === "fine" ? "fine" : undefined;
}
