import { DescribeRegionsCommand } from "@aws-sdk/client-ec2";
import type { Clients } from "../account";
import type { CheckedEnvironment } from "../environment";
import { type Question, right, wrong } from "../question";

/** Whether the region is on in this account. */
export function regionQuestion(clients: Clients, { region }: CheckedEnvironment): Question {
  return isOn(clients, region, "Region");
}

/** Whether backups can be copied: a vault in a region that is off is refused when the rest of a deployment is made. */
export function copyRegionQuestions(clients: Clients, environment: CheckedEnvironment): Question[] {
  const region = environment.text("backup_copy_region");
  return region ? [isOn(clients, region, "Region of copies")] : [];
}

function isOn({ regions }: Clients, region: string, area: string): Question {
  return {
    area,
    what: region,
    ask: async () => {
      const { Regions = [] } = await regions.send(
        new DescribeRegionsCommand({
          AllRegions: true,
          Filters: [{ Name: "region-name", Values: [region] }],
        }),
      );
      const status = Regions.find(({ RegionName }) => RegionName === region)?.OptInStatus;
      if (status === "opted-in" || status === "opt-in-not-required") return right(status);
      return wrong(status ?? "AWS knows no such region", `aws account enable-region --region-name ${region}`);
    },
  };
}
