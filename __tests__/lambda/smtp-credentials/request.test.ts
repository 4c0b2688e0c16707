import { readRequest } from "../../../lambda/smtp-credentials/request";

describe("a request", () => {
  it.each(["ensure", "rotate"])("by Terraform or an operator names its action, as %s", (action) => {
    expect(readRequest({ action })).toEqual({ action });
  });

  it("by ECS is an event about a deployment", () => {
    const event = {
      version: "0",
      "detail-type": "ECS Deployment State Change",
      source: "aws.ecs",
      resources: ["arn:aws:ecs:us-east-1:111122223333:service/default/openemr"],
      detail: { eventName: "SERVICE_DEPLOYMENT_COMPLETED", deploymentId: "ecs-svc/123", reason: "..." },
    };
    expect(readRequest(event)).toEqual({ action: "retire", deployment: "ecs-svc/123" });
  });

  it.each([
    [{ action: "delete" }, '"delete"'],
    [{}, "undefined"],
    [null, "undefined"],
    [{ "detail-type": "ECS Deployment State Change" }, "undefined"],
  ])("as %j is refused, with those that there are", (event, given) => {
    expect(() => readRequest(event)).toThrow(
      `The event must be {"action": "rotate"}, {"action": "ensure"} or a deployment event of ECS, but its action is ${given}.`,
    );
  });
});
