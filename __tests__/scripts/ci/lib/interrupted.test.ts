import { refuseInterrupted } from "../../../../scripts/ci/lib/interrupted";
import { Terraform } from "../../../../scripts/terraform/terraform";

afterEach(() => jest.restoreAllMocks());

const KEY = { type: "aws_kms_key", name: "data_key", instances: [{ attributes: { id: "k-1" } }] };
const FILES = {
  type: "aws_efs_file_system",
  name: "files",
  instances: [{ attributes: { kms_key_id: "arn:aws:kms:eu-west-1:123456789012:key/k-1" } }],
};
const CLUSTER = {
  type: "aws_rds_cluster",
  name: "database_cluster",
  instances: [{ status: "tainted", attributes: { deletion_protection: true } }],
};

function deployOver(...resources: object[]): Promise<void> {
  const state = JSON.stringify({ resources: resources.map((each) => ({ mode: "managed", ...each })) });
  const capture = async () => state;
  jest.spyOn(Terraform, "in").mockResolvedValue({ capture } as unknown as Terraform);
  return refuseInterrupted("stack", "trial");
}

test("a job does not deploy over a destroy that was stopped: the plan would replace database and files", async () => {
  await expect(deployOver(FILES)).rejects.toThrow(
    /import 'aws_kms_key\.data_key' 'k-1'\nNothing was changed\. In a checkout, npm run deploy -- trial does that/,
  );
});

test("nor over a protected database whose creation was not seen to end", async () => {
  await expect(deployOver(KEY, FILES, CLUSTER)).rejects.toThrow(
    "terraform -chdir=cdktf.out/stacks/openemr-trial untaint 'aws_rds_cluster.database_cluster'",
  );
});

test("a state that is whole, or empty, is planned", async () => {
  await deployOver(KEY, FILES, { ...CLUSTER, instances: [{ attributes: { deletion_protection: true } }] });
  await deployOver();
});
