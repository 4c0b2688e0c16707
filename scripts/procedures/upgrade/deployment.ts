import type { Records } from "../record";
import { noteOf } from "../record";
import type { Seen, Step } from "../step";

/** Deploys the environment's stack, as `npm run deploy` does, and shows the plan before it changes anything. */
export type Deploy = () => Promise<{ readonly code: number }>;

/**
 * Deploys the stack, and notes that Terraform has come to its end: whatever AWS shows, a deploy that was interrupted has
 * more to do.
 *
 * @param part name of the note
 * @param isDeployed whether AWS still has what was deployed
 */
export function deployStack(
  records: Records,
  part: string,
  deploy: Deploy,
  isDeployed: () => Promise<boolean>,
): Step[] {
  let running = false;
  let end: Seen | undefined;
  const isNoted = async () => records.current.done[part] !== undefined && (await isDeployed());
  const run = async (): Promise<void> => {
    const { code } = await deploy();
    end =
      code === 0 ? { is: "done" } : { is: "failed", note: `The deploy ended with ${code}, as said above.` };
  };
  return [
    {
      title: "Plan and deploy",
      takes: "5 min",
      look: async () => {
        if (running) return { is: "under way" };
        return end ?? { is: (await isNoted()) ? "done" : "to do" };
      },
      begin: async () => {
        running = true;
        end = undefined;
        // The run must say meanwhile that it is there, so this does not wait for it.
        run()
          .catch((error: Error) => {
            end = { is: "failed", note: `${error.name}: ${error.message}` };
          })
          .finally(() => {
            running = false;
          });
      },
    },
    noteOf(records, part, "Note that the deploy is done"),
  ];
}
