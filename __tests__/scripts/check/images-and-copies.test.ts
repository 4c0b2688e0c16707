import { checkAccount } from "../../../scripts/check/check-account";
import type { Finding } from "../../../scripts/check/question";
import { CACHE, CheckedAccount, MAIL } from "./checked-account";
import { credential, type Reply, regions } from "./stub-account";

const checked = new CheckedAccount();

const notRight = async (tfvars: string, replies?: Record<string, Reply>): Promise<Finding[]> => {
  const findings = await checked.look(checkAccount, tfvars, replies);
  return findings.filter(({ verdict }) => verdict !== "right");
};

it.each<[string, string, Record<string, Reply>, string, RegExp]>([
  [
    "a region of copies that is off",
    CACHE,
    { "ec2:DescribeRegions": regions("opted-in", "not-opted-in") },
    "eu-central-2",
    /^aws account enable-region --region-name eu-central-2$/,
  ],
  [
    "a credential that is not there",
    CACHE,
    { "secretsmanager:DescribeSecret": { error: "ResourceNotFoundException" } },
    "credential for Docker Hub",
    /^make one as docs\/images.md says$/,
  ],
  [
    "a credential that waits for deletion",
    CACHE,
    { "secretsmanager:DescribeSecret": credential({ DeletedDate: 1.7e9 }) },
    "credential for Docker Hub",
    /^aws secretsmanager restore-secret .*--secret-id arn:aws:secretsmanager:/,
  ],
  [
    "a credential that ECR cannot decrypt",
    CACHE,
    {
      "secretsmanager:DescribeSecret": credential({
        KmsKeyId: "arn:aws:kms:eu-south-1:111122223333:key/1",
      }),
    },
    "credential for Docker Hub",
    /^aws secretsmanager update-secret .*--kms-key-id alias\/aws\/secretsmanager$/,
  ],
])("%s is wrong, with what mends it", async (_, tfvars, replies, what, mend) => {
  const found = (await notRight(tfvars, replies)).find((each) => each.what === what);
  expect(found).toMatchObject({ verdict: "wrong", mend: expect.stringMatching(mend) });
});

it.each([
  [404, "wrong", /openemr_version/],
  // It speaks of the address of this machine, and not of those of tasks.
  [429, "unknown", /enable_image_pull_through_cache/],
  [500, "unknown", /^$/],
])("an image for which Docker Hub answers %i", async (status, verdict, mend) => {
  checked.hubStatus = status;
  const [found] = await notRight(MAIL);
  expect(found).toMatchObject({ area: "Image", verdict });
  expect(found!.mend ?? "").toMatch(mend);
});
