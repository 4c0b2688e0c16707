import { setTimeout as pause } from "node:timers/promises";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Database } from "./database";
import { readRequest } from "./request";
import { Rotation } from "./rotation";
import { readSettings } from "./settings";
import { PutAsideError, Sites } from "./sites";
import { UserSecret } from "./user-secret";

const secrets = new SecretsManagerClient({ maxAttempts: 6 });

/**
 * Rotates the login by which OpenEMR uses its database: a step of a rotation by Secrets Manager.
 *
 * No password is in a result, an error or the log.
 */
export async function handler(event: unknown): Promise<void> {
  const { step, secret, version } = readRequest(event);
  const settings = readSettings(process.env);
  const master = new UserSecret(secrets, settings.masterSecret);
  const rotation = new Rotation({
    secret: new UserSecret(secrets, secret),
    sites: new Sites(settings.sites),
    host: settings.host,
    openDatabase: async () => Database.open(settings, await master.current()),
    now: Date.now,
    pause,
  });
  const outcome = await rotation[step](version).catch(leavePutAside);
  console.log(JSON.stringify({ step, version, outcome }));
}

/** Lambda keeps a process, and the folder that is mounted for it, for the next call, unless it ends. */
function leavePutAside(error: unknown): never {
  if (error instanceof PutAsideError) {
    console.error(error.message);
    process.exit(1);
  }
  throw error;
}
