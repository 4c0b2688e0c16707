import { DescribeRegionsCommand } from "@aws-sdk/client-ec2";
import type { Clients } from "../account";
import type { CheckedEnvironment } from "../environment";
import { type Question, right, wrong } from "../question";

/** Whether the region is on in this account. */
export function regionQuestion({ regions }: Clients, { region }: CheckedEnvironment): Question {
  return {
    area: "Region",
    what: region,
    ask: async () => {
      const { Regions = [] } = await regions.send(
        new DescribeRegionsCommand({
          AllRegions: true,
          Filters: [{ Name: "region-name", Values: [region] }],
        }),
      );
      const status = Regions[0]?.OptInStatus;
      if (status === "opted-in" || status === "opt-in-not-required") return right(status);
      return wrong(status ?? "AWS knows no such region", `aws account enable-region --region-name ${region}`);
    },
  };
}
