import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { Construct } from "constructs";
import { MAINTENANCE_PAGE_PATHS } from "./maintenance-page-paths";

/** Elastic Load Balancing takes at most 1,024 characters, and lets such an answer have no header of ours. */
export const MAINTENANCE_PAGE = [
  '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">',
  '<meta name="viewport" content="width=device-width, initial-scale=1">',
  '<meta http-equiv="refresh" content="60"><title>OpenEMR is stopped for maintenance</title>',
  "<style>body{margin:0;padding:2rem 1.25rem;font:1.125rem/1.5 system-ui,sans-serif;color:#1b1f24;background:#f6f7f9}",
  "main{max-width:34rem;margin:0 auto}h1{font-size:1.6rem;line-height:1.25}</style></head><body><main>",
  "<h1>OpenEMR is stopped for maintenance</h1>",
  "<p>The people who run it are at work on it. Ask them how long that takes.</p>",
  "<p><strong>Everything that was saved is safe. ",
  "What was typed and not saved may have to be entered once more.</strong></p>",
  "<p>This page looks again every minute. You need not do anything.</p>",
  "</main></body></html>",
].join("");

export interface MaintenancePageProps {
  readonly listenerArn: string;
}

/**
 * A page for the time in which no task of OpenEMR runs: without it, people see an error of the load balancer. `npm run
 * stop`, `start` and `restore` change the paths of this rule, and Terraform leaves them as they are, so that no deploy
 * takes the page away or puts it up. The load balancer's checks of tasks do not pass through rules.
 */
export class MaintenancePage extends Construct {
  readonly ruleArn: string;

  constructor(scope: Construct, id: string, { listenerArn }: MaintenancePageProps) {
    super(scope, id);
    const rule = new LbListenerRule(this, "Default", {
      listenerArn,
      priority: 1,
      action: [
        {
          type: "fixed-response",
          fixedResponse: { contentType: "text/html", messageBody: MAINTENANCE_PAGE, statusCode: "503" },
        },
      ],
      condition: [{ pathPattern: { values: [MAINTENANCE_PAGE_PATHS.hidden] } }],
      lifecycle: { ignoreChanges: ["condition"] },
    });
    this.ruleArn = rule.arn;
  }
}
