import { UserError } from "../../../src/user-error";
import type { Aws } from "./aws-cli";
import type { Tools } from "./tools";

interface App {
  readonly SpaceName?: string;
  readonly UserProfileName?: string;
  readonly AppType: string;
  readonly AppName: string;
  readonly Status: string;
}

interface Space {
  readonly SpaceName: string;
  readonly Status: string;
}

/** How often AWS is looked at before it is given up: a quarter of an hour. */
const ATTEMPTS = 90;

/** Members of the output `analytics_environment`. */
type Output = Readonly<Record<string, unknown>>;

/** Deletes the applications, then the spaces of Studio, and stops Spark: the order that AWS asks for. */
export async function clearEnvironment(
  aws: Aws,
  environment: string,
  output: Output,
  { say, confirm, pause }: Tools,
): Promise<void> {
  const ofDomain = ["--domain-id", String(output.studio_domain_id)];
  const equals = ["--domain-id-equals", String(output.studio_domain_id)];
  // An application that failed holds nothing.
  const apps = async () =>
    ((await aws.ask("sagemaker", "list-apps", ...equals)).Apps as App[]).filter(
      ({ Status }) => Status !== "Deleted" && Status !== "Failed",
    );
  const spaces = async () => (await aws.ask("sagemaker", "list-spaces", ...equals)).Spaces as Space[];
  const [runningApps, allSpaces] = [await apps(), await spaces()];
  if (runningApps.length + allSpaces.length > 0) {
    for (const app of runningApps) say(`${nameOf(app)} (${app.Status})`);
    for (const { SpaceName } of allSpaces) say(`Space ${SpaceName}, with its files`);
    await confirm("All of this is deleted, for ever.");
  }
  const deletedApps = new Set<string>();
  await until("Studio's applications are deleted", say, pause, async () => {
    const left = await apps();
    // One that starts takes no deletion yet.
    for (const app of left.filter(({ Status }) => Status === "InService")) {
      if (deletedApps.has(nameOf(app))) continue;
      deletedApps.add(nameOf(app));
      const { SpaceName, UserProfileName, AppType, AppName } = app;
      // Canvas and RStudio belong to a user, and to no space.
      const owner = SpaceName ? ["--space-name", SpaceName] : ["--user-profile-name", UserProfileName!];
      const which = [...ofDomain, ...owner, "--app-type", AppType, "--app-name", AppName];
      await aws.ask("sagemaker", "delete-app", ...which);
    }
    return left.length === 0;
  });
  const deletedSpaces = new Set<string>();
  await until("Studio's spaces are deleted", say, pause, async () => {
    const left = await spaces();
    for (const { SpaceName, Status } of left) {
      if (Status === "Deleting" || deletedSpaces.has(SpaceName)) continue;
      deletedSpaces.add(SpaceName);
      await aws.ask("sagemaker", "delete-space", ...ofDomain, "--space-name", SpaceName);
    }
    return left.length === 0;
  });
  const ofApplication = ["--application-id", String(output.spark_application_id)];
  let isAsked = false;
  await until("Spark has stopped", say, pause, async () => {
    const { application } = await aws.ask("emr-serverless", "get-application", ...ofApplication);
    const { state } = application as { state: string };
    if (state === "STARTED" && !isAsked) {
      isAsked = true;
      await aws.ask("emr-serverless", "stop-application", ...ofApplication);
    }
    return ["CREATED", "STOPPED", "TERMINATED"].includes(state);
  });
  say(
    `The environment can be turned off: set create_serverless_analytics_environment = false in environments/${environment}.tfvars and keep_analytics_exports as you like, then: npm run deploy -- ${environment}`,
  );
}

function nameOf({ SpaceName, UserProfileName, AppType, AppName }: App): string {
  return `${AppType} ${AppName} of ${SpaceName ? `the space ${SpaceName}` : UserProfileName}`;
}

async function until(
  end: string,
  say: Tools["say"],
  pause: Tools["pause"],
  isReached: () => Promise<boolean>,
): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (await isReached()) {
      say(`${end}.`);
      return;
    }
    if (attempt === 1) say(`Waiting until ${end.charAt(0).toLowerCase()}${end.slice(1)} ...`);
    await pause();
  }
  throw new UserError(
    `It took too long until ${end}. Look at it in the AWS console, and run the same again.`,
  );
}
