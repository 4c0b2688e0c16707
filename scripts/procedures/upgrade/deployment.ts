import { commandStep } from "../command-step";
import { noteOf, type Records } from "../record";
import type { Step } from "../step";

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
  return [
    commandStep({
      title: "Plan and deploy",
      takes: "5 min",
      name: "The deploy",
      run: deploy,
      look: async () => ({
        is: records.current.done[part] !== undefined && (await isDeployed()) ? "done" : "to do",
      }),
    }),
    noteOf(records, part, "Note that the deploy is done"),
  ];
}
