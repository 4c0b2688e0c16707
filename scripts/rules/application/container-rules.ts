import { isSecretEntryName } from "../../plan/masked-plan";
import type { ChangedPart } from "../../plan/values/differences";
import { isEmpty } from "../../plan/values/show";
import type { Severity } from "../finding";
import { goesDown, goesOff, goesOn } from "../weaker";

export type Says = readonly [severity: Severity, says: string, why: string];

interface ContainerRule {
  /** Below the container, without names of items. */
  readonly pattern: RegExp;
  /** `"fine"` where it knows that the change cannot hurt, `undefined` where it does not know the change. */
  readonly tell: (part: ChangedPart, name: string) => Says | "fine" | undefined;
}

const always = (severity: Severity, says: string, why: string) => () => [severity, says, why] as const;

/** Rules about the parts of a container; the first that is about a part tells of it. */
export const CONTAINER_RULES: readonly ContainerRule[] = [
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
    pattern: /^environmentFiles(\.|$)/,
    tell: ({ to }) =>
      isEmpty(to)
        ? [
            "warning",
            "takes no settings from its file any more",
            "Without them it may connect to something else.",
          ]
        : [
            "danger",
            "takes settings from a file elsewhere",
            "Whoever writes that file decides what it connects to and what it loads, and no plan shows it.",
          ],
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
    pattern: /^(extraHosts|dnsServers|dnsSearchDomains)(\.|$)/,
    tell: always(
      "danger",
      "is told other addresses for names",
      "The name of the database can then mean something that somebody else has.",
    ),
  },
  {
    pattern: /^dependsOn(\.|$)/,
    tell: always(
      "warning",
      "waits for other containers",
      "Where it starts before its certificate or passwords are there, it fails or serves without.",
    ),
  },
  {
    pattern: /^(essential|stopTimeout|startTimeout|restartPolicy)(\.|$)/,
    tell: always(
      "warning",
      "is started or stopped in another way",
      "A request or an upgrade can be cut off, or the task goes on without it.",
    ),
  },
  {
    pattern: /^versionConsistency$/,
    tell: always(
      "warning",
      "may run another image in each task",
      "What a tag means can change between two tasks, without any change of this stack.",
    ),
  },
  {
    pattern: /^(interactive|pseudoTerminal|workingDirectory|hostname|systemControls|ulimits)(\.|$)/,
    tell: always(
      "warning",
      "is run in another way",
      "It decides where it looks for its files, and what it may use of the machine.",
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

/** The innermost name in a path: of the variable, else of the container. */
export function nameIn(path: string): string {
  return [...path.matchAll(/\[([^\]]+)\]/g)].at(-1)?.[1] ?? "it";
}

/** Such as a number of workers. */
const OTHER_NUMBER: Says = [
  "notice",
  "has another number in its environment",
  "It decides how much the application does at once, or for how long.",
];

/** Variables that decide to what patient records, passwords and sessions are sent. */
const PLACES: ReadonlyArray<readonly [names: RegExp, says: Says]> = [
  [
    /(_HOST|_SERVER|_ENDPOINT|_URL|_ADDRESS|_PARAMETER)$/,
    [
      "danger",
      "connects to something else",
      "Records, passwords and sessions go to whatever has that name. Look whether it is one of this stack.",
    ],
  ],
  [
    /(^|_)(TLS|SSL)(_|$)/,
    ["danger", "says something else of TLS", "Sessions or records may cross the network in plain text."],
  ],
  [
    /^(LD_PRELOAD|LD_LIBRARY_PATH|NODE_OPTIONS|PHP_INI_SCAN_DIR|PATH|BASH_ENV|ENV)$/,
    ["danger", "loads code", "It runs before what the container is for, beside the patient records."],
  ],
];

const isNumber = (value: unknown) => typeof value === "string" && /^\d+(\.\d+)?$/.test(value);

function environmentOf(name: string): Says {
  const place = PLACES.find(([names]) => names.test(name));
  if (place) return place[1];
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
