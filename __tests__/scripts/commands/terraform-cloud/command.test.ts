import { READERS_TOKEN, TOKEN } from "../../../support/terraform-cloud/terraform-cloud";
import { Workspace } from "../../../support/terraform-cloud/workspace";
import { CommandRun, ROLE } from "./command-run";

const command = new CommandRun();

/** A workspace as somebody else made it. */
function existing(attributes: object = {}): Workspace {
  const { organization } = command.cloud;
  const settings = { name: "openemr-trial", "terraform-version": "1.11.4", ...attributes };
  const workspace = new Workspace(settings, organization.projects[0]!, organization.name);
  organization.workspaces.push(workspace);
  return workspace;
}

const variable = (key: string, value: string, category = "env", sensitive = false) => ({
  id: `var-${key}`,
  attributes: { key, value: sensitive ? null : value, category, sensitive },
});

describe("setup", () => {
  test("makes project and workspace, with roles of AWS for its runs, and a check finds nothing wrong", async () => {
    const line = `setup trial --plan-role-arn ${ROLE}-plan --apply-role-arn ${ROLE}-apply --terraform-version 1.11.4 --yes`;
    const { output, code } = await command.run(line, { OPENEMR_STATE_PROJECT: "Medical records" });
    expect(output).toContain('make the project "Medical records"');
    expect(output).toContain(`Its plans get the role ${ROLE}-plan, and its applies ${ROLE}-apply.`);
    expect(output).not.toMatch(/^ {2}(problem|note)/m);
    expect(code).toBe(0);
    const workspace = command.cloud.organization.workspace("openemr-trial");
    expect(workspace.project.name).toBe("Medical records");
    expect(workspace.attributes).toMatchObject({
      "execution-mode": "remote",
      "terraform-version": "1.11.4",
      "auto-apply": false,
    });
    expect(
      Object.fromEntries(workspace.variables.map(({ attributes: { key, value } }) => [key, value])),
    ).toEqual({
      TFC_AWS_PROVIDER_AUTH: "true",
      TFC_AWS_PLAN_ROLE_ARN: `${ROLE}-plan`,
      TFC_AWS_APPLY_ROLE_ARN: `${ROLE}-apply`,
    });
  });

  test("changes what would stop a run, leaves the rest, and has nothing to do afterwards", async () => {
    const workspace = existing({
      "terraform-version": "1.10.5",
      "working-directory": "infrastructure",
      "global-remote-state": true,
      "auto-apply": true,
    });
    workspace.variables.push(
      variable("TFC_AWS_RUN_ROLE_ARN", `${ROLE}-old`),
      variable("AWS_REGION", "eu-west-1"),
    );
    const line = `setup trial --role-arn ${ROLE} --yes`;
    const { output } = await command.run(line);
    expect(output).toContain(
      `set the environment variable TFC_AWS_RUN_ROLE_ARN to ${ROLE}, from ${ROLE}-old`,
    );
    expect(workspace.attributes).toMatchObject({
      "terraform-version": "1.11.4",
      "working-directory": "",
      "global-remote-state": false,
      "auto-apply": true,
    });
    expect(workspace.variables.map(({ attributes: { key, value } }) => `${key}=${value}`)).toEqual([
      `TFC_AWS_RUN_ROLE_ARN=${ROLE}`,
      "AWS_REGION=eu-west-1",
      "TFC_AWS_PROVIDER_AUTH=true",
    ]);
    command.cloud.requests.length = 0;
    expect((await command.run(line)).output).toContain("The workspace is as it should be.");
    expect(command.cloud.requests.filter((request) => !request.startsWith("GET"))).toEqual([]);
  });

  test("goes on where an earlier run has failed", async () => {
    const settings = { OPENEMR_STATE_PROJECT: "Medical records" };
    await expect(command.run("setup trial --terraform-version 1.12.0 --yes", settings)).rejects.toThrow(
      /refused POST organizations\/clinic\/workspaces \(422\): .*Terraform version is not available\.$/,
    );
    const { output } = await command.run(
      `setup trial --terraform-version 1.11.4 --role-arn ${ROLE} --yes`,
      settings,
    );
    expect(output).not.toContain("make the project");
    expect(command.cloud.organization.projects).toHaveLength(2);
    expect(command.cloud.organization.workspace("openemr-trial").project.name).toBe("Medical records");
  });

  test("changes nothing before somebody agrees, and says what the token may not do", async () => {
    await expect(command.run("setup trial")).rejects.toThrow(
      "There is no terminal to ask for a confirmation. Nothing was changed.",
    );
    expect(command.cloud.organization.workspaces).toEqual([]);
    const reader = command.cloud.environment(command.project, READERS_TOKEN);
    await expect(command.run("setup trial --yes", reader)).rejects.toThrow(
      /refused POST organizations\/clinic\/workspaces \(404\): the token may not do that\.$/,
    );
  });

  test("does not touch the folder of a connected repository", async () => {
    const workspace = existing({
      "working-directory": "openemr-trial",
      "vcs-repo": { identifier: "clinic/openemr" },
    });
    const { output } = await command.run(`setup trial --role-arn ${ROLE} --yes`);
    expect(workspace.attributes["working-directory"]).toBe("openemr-trial");
    expect(output).toContain("Commits in clinic/openemr start its runs");
  });
});

describe("check", () => {
  test("a workspace that is not there leads to setup", async () => {
    const { output, code } = await command.run("check trial");
    expect(output).toMatch(
      /^https:\/\/localhost:\d+\/app\/clinic\/workspaces\/openemr-trial\n {2}problem {2}There is no such workspace, .* setup trial$/,
    );
    expect(code).toBe(1);
  });

  test("what is wrong there is told, and makes the exit code 1", async () => {
    const workspace = existing({ "terraform-version": "1.9.8", "working-directory": "a", permissions: {} });
    workspace.variables.push(variable("vpc_cidr", "10.9.0.0/16", "terraform"));
    const { output, code } = await command.run("check trial");
    expect(output).toContain("  ok       Terraform runs in Terraform Cloud.");
    expect(output).toContain("  problem  Its version of Terraform is 1.9.8, but must be 1.11.0 or later.");
    expect(output).toContain(
      "  problem  It has values of its own for vpc_cidr, which win over environments/trial.tfvars",
    );
    expect(output).toContain('  problem  Its working directory is "a", but must be empty');
    expect(output).toContain("  problem  The token may not plan there.");
    expect(code).toBe(1);
    const forPrograms = await command.run("check trial --json");
    const found = forPrograms.output.split("\n").map((line) => JSON.parse(line));
    expect(found).toContainEqual({
      level: "problem",
      text: expect.stringMatching(/^The token may not plan/),
    });
    expect(forPrograms.code).toBe(1);
  });

  test("a lock, and a workspace outside of the project, are told", async () => {
    const workspace = existing();
    workspace.locked = true;
    const { output } = await command.run("check trial", { OPENEMR_STATE_PROJECT: "Medical records" });
    expect(output).toContain("  problem  It is locked");
    expect(output).toContain('  note     There is no project "Medical records" that the token may see.');
    command.cloud.organization.projects.push({ id: "prj-2", name: "Medical records" });
    expect((await command.run("check trial", { OPENEMR_STATE_PROJECT: "Medical records" })).output).toContain(
      'It is not in the project "Medical records".',
    );
  });

  test("no value of a variable is printed that is not a role", async () => {
    existing().variables.push(
      variable("AWS_ACCESS_KEY_ID", "AKIAPLANTED"),
      variable("vpc_cidr", "planted", "terraform"),
    );
    const { output } = await command.run("check trial");
    expect(output).not.toMatch(/planted/i);
    expect(output).not.toContain(TOKEN);
  });
});
