import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startOfflineAccount } from "../../../scripts/terraform/offline/offline-account";
import { Terraform } from "../../../scripts/terraform/terraform";
import type { Values } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";
import { CERTIFICATE } from "../../support/toggles";

/** The attributes of the web ACL that Terraform plans with these values; the rest of the stack is left out. */
export async function plannedWebAcl(values: Values = {}): Promise<Record<string, unknown>> {
  const document = SynthesizedProject.shared().document("openemr-production");
  const { variable, resource } = document;
  const { locals, terraform } = document as unknown as Record<string, Record<string, unknown>>;
  const folder = mkdtempSync(join(tmpdir(), "web-acl-"));
  const providers = startOfflineAccount();
  try {
    const only = {
      terraform: { required_providers: terraform!.required_providers },
      locals: Object.fromEntries(
        Object.entries(locals!).filter(([, value]) => !/\baws_/.test(String(value))),
      ),
      provider: { aws: [{ region: "us-east-1" }] },
      variable,
      resource: { aws_wafv2_web_acl: resource.aws_wafv2_web_acl },
    };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(only));
    const given = { region: "us-east-1", certificate_arn: CERTIFICATE, ...values };
    writeFileSync(join(folder, "terraform.tfvars.json"), JSON.stringify(given));
    const planning = await Terraform.in(folder, {
      offline: true,
      environment: await providers.environment(folder),
    });
    await planning.init();
    await planning.plan({ out: "plan" });
    const { resource_changes: changes = [] } = await planning.showPlan("plan");
    return changes[0]!.change.after as Record<string, unknown>;
  } finally {
    await providers.close();
    rmSync(folder, { recursive: true });
  }
}
