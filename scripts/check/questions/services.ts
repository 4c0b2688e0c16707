import { DescribeRegionSettingsCommand } from "@aws-sdk/client-backup";
import { DescribeOrderableDBInstanceOptionsCommand } from "@aws-sdk/client-rds";
import type { Clients } from "../account";
import type { CheckedEnvironment } from "../environment";
import { type Question, right, unknown, wrong } from "../question";

/** Kinds of resources that AWS Backup has to be allowed to back up, by its own names. */
const BACKED_UP = ["Aurora", "EFS"] as const;

export function backupQuestion({ backup }: Clients, { region }: CheckedEnvironment): Question {
  return {
    area: "AWS Backup",
    what: "opt-in of Aurora and EFS",
    ask: async () => {
      const { ResourceTypeOptInPreference: optIn } = await backup.send(new DescribeRegionSettingsCommand({}));
      if (!optIn) return unknown("AWS Backup gives no settings");
      const missing = BACKED_UP.filter((type) => !optIn[type]);
      if (missing.length === 0) return right("both");
      return wrong(
        `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} off: nothing of it is backed up`,
        `aws backup update-region-settings --region ${region} --resource-type-opt-in-preference ${missing.map((type) => `${type}=true`).join(",")}`,
      );
    },
  };
}

export function engineQuestion({ rds }: Clients, environment: CheckedEnvironment): Question {
  const version = environment.text("aurora_engine_version");
  return {
    area: "Database",
    what: `engine ${version}`,
    ask: async () => {
      const { OrderableDBInstanceOptions: options = [] } = await rds.send(
        new DescribeOrderableDBInstanceOptionsCommand({
          Engine: "aurora-mysql",
          EngineVersion: version,
          DBInstanceClass: "db.serverless",
          MaxRecords: 20,
        }),
      );
      if (options.length > 0) return right("can be ordered as db.serverless");
      return wrong(
        "cannot be ordered as db.serverless in this region",
        `aws rds describe-db-engine-versions --region ${environment.region} --engine aurora-mysql --query 'DBEngineVersions[].EngineVersion', then set aurora_engine_version`,
      );
    },
  };
}
