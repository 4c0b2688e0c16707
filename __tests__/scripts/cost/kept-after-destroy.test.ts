import { LIST_PRICES } from "../../../scripts/cost/prices";
import { read } from "../../support/documents";

test("what stays after a destroy costs what the document says, by the table of prices", () => {
  const [, text = ""] = /^- \*\*What that costs\*\*(.*?)^- \*\*/ms.exec(read("docs/deployments.md")) ?? [];
  const said = [...text.matchAll(/USD ([\d.]*\d)/g)].map(([, usd]) => usd);
  const names = ["kms_key_month", "aurora_backup_gb", "efs_backup_gb", "s3_gb", "kms_key_month"] as const;
  expect(said).toEqual(names.map((name) => LIST_PRICES.of(name, "us-east-1").usd.toString()));
});
