/** A line that a task writes for its reader, such as `start: state: serving: 8.4.1`. */
export interface LogLine {
  readonly at: Date;
  readonly kind: "state" | "progress" | "warning" | "error" | "done";
  /** Everything after the kind, without control characters. */
  readonly text: string;
}

/** The last that a task said of its work. */
export interface Activity {
  /** `waiting`, `installing`, `upgrading`, `settings`, `serving`, `draining`, `maintenance`, `stopping`, or a word that is newer than this project. */
  readonly state: string;
  /** Details of the state, e.g. `7.0.3 to 8.4.1`. */
  readonly about?: string;
  readonly since: Date;
  readonly progress?: Progress;
}

/** How far it is. */
export interface Progress {
  /** e.g. `fsupgrade-9.sh, 431 statements`. */
  readonly text: string;
  readonly at: Date;
}

const LINE = /^start: (state|progress|warning|error|done): *(\S.*)$/;
/** A service of OpenEMR that failed while its task goes on. */
const SERVICE = /^background services: error: *(\S.*)$/;
const STATE = /^([a-z][a-z-]*)(?:: *(.*))?$/;
const PROGRESS = /^([a-z][a-z-]*)(?: (.*?))?(?: for (\d+) min)(?:: *(.*))?$/;

/** @returns `undefined` for free text, which most of a log is */
export function readLogLine(message: string, at: Date): LogLine | undefined {
  const said = printable(message);
  const [, kind, text] = LINE.exec(said) ?? [];
  if (kind) return { at, kind: kind as LogLine["kind"], text: text! };
  const [, failure] = SERVICE.exec(said) ?? [];
  return failure ? { at, kind: "warning", text: `background services: ${failure}` } : undefined;
}

/** A terminal would carry out what stands in the log of somebody else's program. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").trim();
}

/** Reads from its lines, oldest first, what a task does now; `undefined` where no line tells. */
export function activityAfter(lines: readonly LogLine[]): Activity | undefined {
  return lines.reduce<Activity | undefined>((known, line) => {
    if (line.kind === "state") return readState(line);
    if (line.kind === "progress") return readProgress(line, known);
    return known;
  }, undefined);
}

function readState({ text, at }: LogLine): Activity {
  const [, state, about] = STATE.exec(text) ?? [];
  return state ? { state, ...(about && { about }), since: at } : { state: text, since: at };
}

/** A line of progress repeats the state, so that nobody has to search for the moment at which it began. */
function readProgress({ text, at }: LogLine, known: Activity | undefined): Activity {
  const [, state, about, minutes, step] = PROGRESS.exec(text) ?? [];
  if (!state) return { state: "working", since: at, ...known, progress: { text, at } };
  const isKnown = known?.state === state;
  return {
    state,
    ...(about ? { about } : isKnown && known.about && { about: known.about }),
    since: isKnown ? known.since : new Date(at.getTime() - Number(minutes) * 60_000),
    ...(step && { progress: { text: step, at } }),
  };
}
