import { MAINTENANCE_PAGE, MaintenancePage } from "../../src/edge/maintenance-page";
import { MAINTENANCE_PAGE_PATHS } from "../../src/edge/maintenance-page-paths";
import { SynthesizedCapability } from "../support/capability";

const edge = new SynthesizedCapability(({ stack }) => {
  new MaintenancePage(stack, "page", { listenerArn: "arn:of:listener" });
});
const rule = edge.resource("aws_lb_listener_rule.page");

describe("the page while OpenEMR is stopped", () => {
  it("is an answer with 503 that Elastic Load Balancing accepts", () => {
    expect(rule.action).toEqual([
      {
        type: "fixed-response",
        fixed_response: { content_type: "text/html", message_body: MAINTENANCE_PAGE, status_code: "503" },
      },
    ]);
    // FixedResponseActionMessage of its API's model; characters beyond ASCII would count otherwise.
    expect(MAINTENANCE_PAGE.length).toBeLessThanOrEqual(1024);
    expect(MAINTENANCE_PAGE).toMatch(/^[\x20-\x7e]+$/);
  });

  it("says what goes on, and looks again by itself", () => {
    expect(MAINTENANCE_PAGE).toContain("stopped for maintenance");
    expect(MAINTENANCE_PAGE).toContain('http-equiv="refresh" content="60"');
    expect(MAINTENANCE_PAGE).not.toMatch(/https?:|<script/);
  });

  it("is hidden at first, and no deploy changes whether it is shown", () => {
    expect(rule.condition).toEqual([{ path_pattern: { values: [MAINTENANCE_PAGE_PATHS.hidden] } }]);
    expect(rule.lifecycle).toEqual({ ignore_changes: ["condition"] });
  });
});
