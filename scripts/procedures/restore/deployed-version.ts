import { DescribeTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";
import { readService } from "../service/tasks";
import type { Step } from "../step";
import type { RestoreRecords } from "./record";

/** Label of OpenEMR's container with its `openemr_version`, e.g. `8.4.1-2026-10-01`: `src/images/container-images.ts`. */
const VERSION_LABEL = "openemr.version";

/** A newer version than the restored data's would upgrade them as soon as it starts, which may be what is to be undone. */
export function deployRestoredVersion(installation: Installation, records: RestoreRecords): Step {
  const told = (pattern: RegExp) => pattern.exec(records.current.done["look-into"] ?? "")?.[1];
  const restored = () => told(/OpenEMR (\d+\.\d+\.\d+)/);
  return {
    title: "See that OpenEMR's version is that of the restored data",
    takes: "1 s",
    look: async () => {
      // A digest does not tell a version; the image that looked into the data did.
      const deployed = (await deployedVersion(installation)) ?? told(/this image (\d+\.\d+\.\d+)/);
      const wanted = restored();
      const isSo = wanted !== undefined && /^\d+\.\d+\.\d+/.exec(deployed ?? "")?.[0] === wanted;
      return { is: isSo ? "done" : "to do", note: deployed && `${deployed} is deployed` };
    },
    begin: async () => {
      const { environment } = installation;
      const wanted = restored();
      // With the next run another image looks into the data.
      await records.note("look-into", undefined);
      throw new UserError(
        `The restored data are of OpenEMR ${wanted}, and another version is deployed, which would upgrade them. OpenEMR is stopped now. ` +
          `Set openemr_version in environments/${environment}.tfvars to ${wanted} or a dated tag of it, as it was then, ` +
          `deploy it (npm run deploy -- ${environment}; it starts no task), and run this command again.`,
      );
    },
  };
}

/** `openemr_version` of the tasks that ECS starts now; undefined where only a digest is known. */
export async function deployedVersion(installation: Installation): Promise<string | undefined> {
  const { taskDefinition } = await readService(installation);
  const answer = await installation.clients.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  const containers = answer.taskDefinition?.containerDefinitions ?? [];
  const label = containers.map(({ dockerLabels }) => dockerLabels?.[VERSION_LABEL]).find(Boolean);
  return label?.startsWith("sha256:") ? undefined : label;
}
