import { askedServices } from "../../check/asked-services";
import { CheckedEnvironment } from "../../check/environment";
import { renderFindings } from "../../check/render";
import { confirm } from "../../terminal/confirm";
import { Stopwatch } from "../../terminal/stopwatch";
import { terminalPage } from "../../terminal/terminal-page";
import { accountProblems } from "./account-problems";

/**
 * Has the account read before a deployment, and asks where something is wrong: half of what it makes would be there when
 * AWS refuses the rest.
 *
 * @param approves goes on without asking
 */
export async function checkFirst(
  project: string,
  name: string,
  env: NodeJS.ProcessEnv,
  approves: boolean,
): Promise<void> {
  const environment = await CheckedEnvironment.read(project, name);
  const look = () => accountProblems(environment, askedServices(environment.region, env));
  const problems = await new Stopwatch().time("reading the account", look);
  if (!problems || problems.length === 0) return;
  console.error(
    `Before the deployment (npm run check -- ${name}):\n\n${renderFindings(problems, terminalPage().colors)}\n`,
  );
  if (problems.some(({ verdict }) => verdict === "wrong")) await confirm("Deploy all the same?", approves);
}
