import type { Tag } from "@aws-sdk/client-ec2";
import type { CheckedEnvironment } from "./environment";

/** Whether a resource has the tags that the installation puts on all of its own. */
export function isOfInstallation(environment: CheckedEnvironment, tags: readonly Tag[] = []): boolean {
  const has = (key: string, value: string | undefined) =>
    tags.some(({ Key, Value }) => Key === key && Value === value);
  return has("Application", environment.text("name")) && has("Environment", environment.name);
}
