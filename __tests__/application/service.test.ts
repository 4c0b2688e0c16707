import { SynthesizedProject } from "../support/synthesized-project";

const { resource } = SynthesizedProject.shared().document("openemr-production");
const service = resource.aws_ecs_service!.application_service as unknown as Record<string, unknown>;

describe("the service", () => {
  it("listens to health checks minutes after a task has started, also to the container's own", () => {
    expect(service.health_check_grace_period_seconds).toBeGreaterThanOrEqual(120);
    expect(service.health_check_grace_period_seconds).toBeLessThanOrEqual(300);
  });

  it("gives up a deployment whose tasks do not become healthy, and goes back to the one before", () => {
    expect(service.deployment_circuit_breaker).toEqual({ enable: true, rollback: true });
  });

  it("starts tasks only after the secrets of both users of the database are written", () => {
    expect(service.depends_on).toEqual(
      expect.arrayContaining([
        "aws_secretsmanager_secret_version.database_secret_version",
        "aws_secretsmanager_secret_version.database_user_version",
      ]),
    );
  });
});
