import { GetDetectorCommand, ListDetectorsCommand } from "@aws-sdk/client-guardduty";
import type { Clients } from "../account";
import type { CheckedEnvironment } from "../environment";
import { type Question, right, wrong } from "../question";

/**
 * AWS allows one detector in an account and region, and refuses a second one when the rest of a deployment is made already
 * (CreateDetector in the API reference of GuardDuty).
 */
export function guardDutyQuestions({ guardduty }: Clients, environment: CheckedEnvironment): Question[] {
  if (!environment.isOn("enable_guardduty")) return [];
  return [
    {
      area: "GuardDuty",
      what: "detector",
      ask: async () => {
        const [id] = (await guardduty.send(new ListDetectorsCommand({}))).DetectorIds ?? [];
        if (!id) return right("none yet");
        const { Tags } = await guardduty.send(new GetDetectorCommand({ DetectorId: id }));
        if (environment.isOwn(Tags ?? {})) return right(id);
        return wrong(
          `the region has ${id}, which is not this installation's, and AWS allows one`,
          "enable_guardduty = false; its findings are told all the same",
        );
      },
    },
  ];
}
