import type { Seen, Step } from "./step";

export interface CommandStepProps extends Pick<Step, "title" | "takes" | "final"> {
  /** The command's name in a sentence, e.g. `The deploy`. */
  readonly name: string;
  /** Runs it in the terminal, to its end. */
  readonly run: () => Promise<{ readonly code: number }>;
  /** Whether it has nothing to do, as an earlier run did it. */
  readonly look: () => Promise<Seen>;
}

/** A step that another command of this project does. */
export function commandStep({ title, takes, final, name, run, look }: CommandStepProps): Step {
  let running = false;
  let end: Seen | undefined;
  const follow = async (): Promise<void> => {
    const { code } = await run();
    end = code === 0 ? { is: "done" } : { is: "failed", note: `${name} ended with ${code}, as said above.` };
  };
  return {
    title,
    takes,
    ...(final === undefined ? {} : { final }),
    look: async () => (running ? { is: "under way" } : (end ?? (await look()))),
    begin: async () => {
      running = true;
      end = undefined;
      // The run must say meanwhile that it is there, so this does not wait for it.
      follow()
        .catch((error: Error) => {
          end = { is: "failed", note: `${error.name}: ${error.message}` };
        })
        .finally(() => {
          running = false;
        });
    },
  };
}
