import { checkAccount } from "../../../scripts/check/check-account";
import { CERTIFIED, CheckedAccount } from "./checked-account";
import { certificate, type Reply } from "./stub-account";

const checked = new CheckedAccount();

const look = async (reply: Reply) => {
  const findings = await checked.look(checkAccount, CERTIFIED, { "acm:DescribeCertificate": reply });
  return findings.find(({ area }) => area === "Certificate")!;
};

it.each<[string, Reply, RegExp]>([
  ["that waits", certificate("PENDING_VALIDATION", ["emr.example.org"]), /^make the DNS records/],
  [
    "for another name",
    certificate("ISSUED", ["example.org", "*.clinic.example.org"]),
    /^aws acm request-certificate .*--domain-name emr.example.org$/,
  ],
  ["that was not renewed", certificate("ISSUED", ["emr.example.org"], 20), /^aws acm request-certificate/],
  ["that is not there", { error: "ResourceNotFoundException" }, /^aws acm request-certificate/],
  [
    "that was imported, and that nobody renewed",
    certificate("ISSUED", ["emr.example.org"], 29, "IMPORTED"),
    /^aws acm import-certificate --certificate-arn arn:aws:acm:eu-south-1:111122223333:certificate\/1 /,
  ],
  [
    "that was imported, and has ended",
    certificate("EXPIRED", ["emr.example.org"], -1, "IMPORTED"),
    /^aws acm import-certificate /,
  ],
])("a certificate %s is wrong, with what mends it", async (_, reply, mend) => {
  expect(await look(reply)).toMatchObject({
    what: "emr.example.org",
    verdict: "wrong",
    mend: expect.stringMatching(mend),
  });
});

it("says when an imported certificate ends, which is not wrong before the alarm would say so", async () => {
  expect(await look(certificate("ISSUED", ["emr.example.org"], 44, "IMPORTED"))).toMatchObject({
    verdict: "right",
    seen: "issued for emr.example.org, ends in 44 days: AWS does not renew it, as it was imported",
  });
});
