import { CreateDBClusterCommand } from "@aws-sdk/client-rds";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import type { Installation } from "../installation";
import { availability, type Clusters } from "../restore/clusters";
import { settingsOf } from "../restore/restored-database";
import type { Step } from "../step";

/** An empty cluster beside the one in use, with that one's settings and today's password of its master user. */
export function makeEmptyDatabase({ clients, databaseSecretArn }: Installation, clusters: Clusters): Step {
  return {
    title: "Make an empty database beside the one in use",
    takes: "5 min",
    look: async () => {
      const made = await clusters.find("new");
      return made ? availability(made.Status) : { is: "to do" };
    },
    begin: async () => {
      const former = await clusters.get("former");
      const { SecretString } = await clients.secrets.send(
        new GetSecretValueCommand({ SecretId: databaseSecretArn }),
      );
      const { password } = JSON.parse(SecretString!) as { readonly password: string };
      await clients.rds.send(
        new CreateDBClusterCommand({
          DBClusterIdentifier: clusters.names.restored,
          ...settingsOf(former),
          Engine: former.Engine,
          EngineVersion: former.EngineVersion,
          EngineMode: former.EngineMode,
          StorageEncrypted: former.StorageEncrypted,
          MasterUsername: former.MasterUsername,
          MasterUserPassword: password,
          // The name of the one schema that OpenEMR uses is made when its tables are loaded.
          BackupRetentionPeriod: former.BackupRetentionPeriod,
        }),
      );
    },
  };
}
