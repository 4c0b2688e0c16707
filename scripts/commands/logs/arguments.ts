import { UserError } from "../../../src/user-error";
import { type ArgumentsOf, commandLine } from "../../terminal/command-line";
import { type LogPart, PARTS, type PartName } from "./parts";

const USAGE = `Usage: npm run logs -- <environment> [part] [options]

Shows what a part of an installation logged, oldest first. It reads and changes nothing.

Parts:
${Object.entries(PARTS)
  .map(([name, { describes }]) => `  ${name.padEnd(12)} ${describes}`)
  .join("\n")}

  --since <period>  how far back: a period such as 30m, 2h or 3d, or a moment such as 2026-11-30T08:00Z (default: 1h)
  --until <moment>  up to when: the same forms (default: now)
  --follow          goes on with what is logged from now on, until it is interrupted; what reaches CloudWatch late is
                    shown within a minute, if it is no more than half an hour late
  --errors          only what is an error, or was refused
  --blocked         of the firewall: which rule refused which path for whom, and what would let it pass
  --request <id>    only what has this id or text in it; the load balancer makes the id of a request (Root=1-...)
  --json            one JSON object a line: time, log group, stream, and the message as it was logged
  --help, -h        shows this text

Logs can quote the data of patients. It takes the permission logs:FilterLogEvents, and for functions and
analytics logs:DescribeLogGroups.
`;

export type Arguments = ArgumentsOf<typeof COMMAND_LINE>;

export const COMMAND_LINE = commandLine({
  usage: USAGE,
  options: {
    since: { type: "string", default: "1h" },
    until: { type: "string" },
    follow: { type: "boolean", default: false },
    errors: { type: "boolean", default: false },
    blocked: { type: "boolean", default: false },
    request: { type: "string" },
    json: { type: "boolean", default: false },
  },
  positionals: "any",
  read: ({ values, positionals: [environment, named, ...others] }) => {
    if (others.length > 0)
      throw new UserError(`One part at a time, but ${[named, ...others].join(", ")} were given.`);
    const name = named ?? (values.blocked ? "firewall" : "application");
    if (!isPart(name)) {
      throw new UserError(`The part is "${name}", but must be one of ${Object.keys(PARTS).join(", ")}.`);
    }
    const part: LogPart = PARTS[name];
    refuseWhereMeaningless(name, values);
    if (values.request?.includes('"'))
      throw new UserError(`--request is ${values.request}, but must be without quotation marks.`);
    const now = new Date();
    const since = moment("since", values.since, now);
    const until = values.until === undefined ? undefined : moment("until", values.until, now);
    if (until && until <= since)
      throw new UserError(`--until is ${values.until}, but must be later than --since ${values.since}.`);
    return { ...values, environment, name, part, since, until };
  },
});

function refuseWhereMeaningless(
  name: PartName,
  { errors, blocked, follow, until }: { errors: boolean; blocked: boolean; follow: boolean; until?: string },
): void {
  if (blocked && name !== "firewall") {
    throw new UserError(
      `--blocked is for the firewall, but the part is "${name}". For other parts: --errors`,
    );
  }
  if (errors && !PARTS[name].errors) {
    throw new UserError(`Nothing that the part "${name}" logs is marked as an error. Leave out --errors.`);
  }
  if (follow && until !== undefined)
    throw new UserError("--follow has no end, but --until was given. Leave out one of them.");
}

function isPart(name: string): name is PartName {
  return Object.hasOwn(PARTS, name);
}

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A moment that is given as a time, or as a period before now. */
function moment(option: string, text: string, now: Date): Date {
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const at = unit
    ? new Date(now.getTime() - Number(count) * UNITS[unit as keyof typeof UNITS])
    : new Date(text);
  const isMoment = unit || /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  if (isMoment && !Number.isNaN(at.getTime()) && at <= now) return at;
  throw new UserError(
    `--${option} is "${text}", but must be a period such as 30m, 2h or 3d, or a moment that is over, such as 2026-11-30T08:00Z.`,
  );
}
