import { Stopwatch } from "../terminal/stopwatch";
import { terminalPage } from "../terminal/terminal-page";
import { type Tone, toned } from "../terminal/tone";
import type { Audience } from "./carry-out";
import type { Procedure, Seen, Step } from "./step";

const MARKS: Readonly<Record<Seen["is"], string>> = {
  done: "done",
  "under way": "under way",
  "to do": "",
  failed: "failed",
};

const TONES: Readonly<Partial<Record<Seen["is"], Tone>>> = { done: "good", failed: "bad" };

/** Tells a person, a line for each change. */
export function terminalAudience(
  say: (line: string) => void = (line) => console.log(line),
  now: () => Date = () => new Date(),
): Audience {
  const watch = new Stopwatch();
  const at = () => now().toTimeString().slice(0, 8);
  const { colors } = terminalPage();
  const state = ({ is }: Seen) => (TONES[is] ? toned(colors, TONES[is], is) : is);
  return {
    shown: (procedure, seen) => {
      say(`${procedure.name} ${procedure.environment}: ${procedure.summary}\n`);
      for (const [index, step] of procedure.steps.entries()) say(renderStep(step, index, seen[index]!));
      say("");
    },
    progress: (step, index, seen) =>
      say(`${at()}  ${index + 1}. ${step.title}: ${state(seen)}${seen.note ? ` (${seen.note})` : ""}`),
    retried: (error) => say(`${at()}     ${error.name}: ${error.message.split("\n")[0]}. Trying again.`),
    waits: (why) => say(why),
    during: (what, work) => watch.time(what, work),
    stopped: (ways) => say(`\nStopped. What AWS was asked for goes on. ${ways}`),
    finished: (_, seconds, outcome, took) => {
      say(`\nDone in ${duration(seconds)}.`);
      for (const each of took) say(`  ${each.title.padEnd(48)} ${duration(each.seconds)}`);
      for (const line of outcome) say(line);
    },
  };
}

/** Tells a program: one JSON object a line. */
function jsonAudience(write: (line: string) => void = (line) => console.log(line)): Audience {
  const tell = (event: string, what: object) => write(JSON.stringify({ event, ...what }));
  return {
    shown: ({ name, environment, summary, steps }, seen) =>
      tell("steps", {
        procedure: name,
        environment,
        summary,
        steps: steps.map((step, i) => plain(step, i, seen[i]!)),
      }),
    progress: (step, index, seen) => tell("progress", { step: index + 1, title: step.title, ...seen }),
    retried: (error) => tell("retried", { error: `${error.name}: ${error.message}` }),
    waits: (why) => tell("waits", { why }),
    during: (_, work) => work(),
    stopped: (ways) => tell("stopped", { ways }),
    finished: (_, seconds, outcome, took) =>
      tell("finished", {
        seconds: Math.round(seconds),
        outcome,
        took: took.map((each) => ({ ...each, seconds: Math.round(each.seconds) })),
      }),
  };
}

function plain({ title, takes, final }: Step, index: number, seen: Seen) {
  return { step: index + 1, title, takes, ...(final && { final }), ...seen };
}

function renderStep({ title, takes, final }: Step, index: number, seen: Seen): string {
  const state = MARKS[seen.is];
  const time = seen.is === "done" ? "" : `about ${takes}`;
  const line = `  ${String(index + 1).padStart(2)}  ${title.padEnd(48)} ${(state || time).padEnd(16)} ${seen.note ?? ""}`;
  return final && seen.is !== "done" ? `${line.trimEnd()}\n      Cannot be undone: ${final}` : line.trimEnd();
}

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds % 60);
  return minutes > 0 ? `${minutes} min ${rest} s` : `${rest} s`;
}

export function audienceFor(json: boolean): Audience {
  return json ? jsonAudience() : terminalAudience();
}

/** Names the procedure, e.g. `Stop "production"`. */
export function questionOf({ name, environment }: Procedure): string {
  return `${name[0]!.toUpperCase()}${name.slice(1)} "${environment}"?`;
}
