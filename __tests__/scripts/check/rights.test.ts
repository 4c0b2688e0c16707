import { readFileSync } from "node:fs";
import path from "node:path";
import { checkAccount } from "../../../scripts/check/check-account";
import { CERTIFIED, CheckedAccount, DNS_LOG, GUARDDUTY, MAIL } from "./checked-account";
import { detector } from "./stub-account";

const checked = new CheckedAccount();

const EXISTING_VPC = `
region = "eu-south-1"
vpc_id = "vpc-1"
private_subnet_ids = ["subnet-1a"]
public_subnet_ids = ["subnet-2a"]
`;

it("docs/getting-started.md names each right that it takes, and no other", async () => {
  // npm run deploy asks whether it is the first.
  const asked = new Set(["ec2:DescribeSecurityGroups"]);
  for (const tfvars of [MAIL, CERTIFIED, DNS_LOG, GUARDDUTY, EXISTING_VPC]) {
    await checked.look(checkAccount, tfvars, tfvars === GUARDDUTY ? detector("clinic") : {});
    for (const action of checked.actions) {
      asked.add(action.replace(/^monitoring:/, "cloudwatch:").replace(/^sesv2:/, "ses:"));
    }
  }
  // AWS allows everybody to ask who they are.
  asked.delete("sts:GetCallerIdentity");
  const document = readFileSync(path.join(__dirname, "../../../docs/getting-started.md"), "utf8");
  const [, paragraph] = /It takes `ReadOnlyAccess` of AWS, or these actions: (.*?)\n\n/s.exec(document)!;
  expect([...paragraph!.matchAll(/`([a-z0-9-]+:\w+)`/g)].map(([, action]) => action!).sort()).toEqual(
    [...asked].sort(),
  );
});
