import { anyOf, UserError } from "../../../src/user-error";
import { type ArgumentsOf, commandLine } from "../../terminal/command-line";
import { TARGETS, type TargetName } from "./targets";

const USAGE = `Usage: npm run port-forward -- <environment> [database | openemr] [options]
       npm run port-forward -- --cluster <name> --service <name> --host <name> [options]

Opens a port on this machine that leads into the installation, through a running task of OpenEMR and AWS Systems
Manager, and says how to connect. Nothing is opened to the internet; Ctrl-C closes it again.

  database   the database, for any client of MySQL (the default)
  openemr    the web server of one task, past firewall and load balancer

It needs the Session Manager plugin of the AWS CLI, enable_ecs_exec = true in the environment, and the permissions
ecs:DescribeServices, ecs:ListTasks, ecs:DescribeTasks and ssm:StartSession. AWS_PROFILE chooses the profile.

  --local-port port   port on this machine (default: 3306 for the database, 8443 for openemr)
  --host name         another host that the tasks reach, such as a reader of the database
  --port port         port of that host (default: 3306)
  --region region     region of the installation (default: the environment's, then that of your AWS configuration)
  --cluster name      ECS cluster  \\  instead of the environment's outputs
  --service name      ECS service  /  ecs_cluster_name and ecs_service_name
  --help, -h          shows this text
`;

export type Arguments = ArgumentsOf<typeof COMMAND_LINE>;

export const COMMAND_LINE = commandLine({
  usage: USAGE,
  briefUsage: "npm run port-forward -- --help shows what is understood.",
  options: {
    "local-port": { type: "string" },
    host: { type: "string" },
    port: { type: "string" },
    region: { type: "string" },
    cluster: { type: "string" },
    service: { type: "string" },
  },
  positionals: "any",
  read: ({ values, positionals }) => {
    const [environment, target = "database", ...more] = positionals;
    if (more.length > 0) {
      throw new UserError(
        `One environment and one target at a time, but ${positionals.join(", ")} were given.`,
      );
    }
    const { host, region } = values;
    const cluster = values.cluster?.split("/").at(-1);
    const service = values.service?.split("/").at(-1);
    check("--cluster", cluster, NAME);
    check("--service", service, NAME);
    check("--host", host, HOST);
    if (environment === undefined && !(cluster && service && host)) {
      throw new UserError("Which environment? Name it, or give --cluster, --service and --host.");
    }
    if (!isTarget(target)) {
      throw new UserError(`The target is "${target}", but must be ${anyOf(Object.keys(TARGETS))}.`);
    }
    if (host && target !== "database") {
      throw new UserError(`Give --host ${host} or the target ${target}, not both.`);
    }
    const { localPort, port } = TARGETS[target];
    return {
      environment,
      target,
      localPort: readPort("--local-port", values["local-port"], 1024) ?? localPort,
      host,
      port: readPort("--port", values.port, 1) ?? port,
      region,
      cluster,
      service,
    };
  },
});

const NAME = { form: /^[A-Za-z0-9_-]+$/, mustBe: "a name of letters, digits, hyphens and underscores" };
const HOST = { form: /^[A-Za-z0-9.-]+$/, mustBe: "a host name without a port" };

function isTarget(name: string): name is TargetName {
  return Object.hasOwn(TARGETS, name);
}

function check(option: string, value: string | undefined, { form, mustBe }: typeof NAME): void {
  if (value === undefined || form.test(value)) return;
  throw new UserError(`${option} is "${value}", but must be ${mustBe}.`);
}

function readPort(option: string, value: string | undefined, least: number): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (/^[1-9]\d*$/.test(value) && port >= least && port <= 65_535) return port;
  throw new UserError(`${option} is "${value}", but must be a number from ${least} to 65535.`);
}
