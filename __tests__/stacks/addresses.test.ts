import { SynthesizedProject } from "../support/synthesized-project";
import { addressProblems, listedAddresses } from "./address-list";
import { REMOVALS } from "./removals";

/**
 * Every address is a contract with the states that exist: when one leaves without a move, Terraform destroys what was
 * there and makes it anew.
 */
it.each(["openemr-production", "state-backend"])("the addresses of %s are those of the list", (name) => {
  const document = SynthesizedProject.shared().document(name);
  expect(addressProblems(name, listedAddresses(name), document, REMOVALS[name])).toEqual([]);
});

describe("the list", () => {
  const LISTED = ["aws_cloudtrail.audit_trail", "aws_vpc.network"];
  const document = (
    resources: readonly string[],
    moved: ReadonlyArray<{ from: string; to: string }> = [],
  ) => ({
    resource: Object.fromEntries(
      resources.map((address) => address.split(".")).map(([type, id]) => [type!, { [id!]: {} }]),
    ),
    moved,
  });
  const NAMES = ["aws_cloudtrail.trail", "aws_vpc.network"];
  const move = { from: "aws_cloudtrail.audit_trail", to: "aws_cloudtrail.trail" };

  test("is content with what it has", () => {
    expect(addressProblems("clinic", LISTED, document(LISTED))).toEqual([]);
  });

  test("tells of an address that is gone, and of a new one, with the line that mends it", () => {
    expect(addressProblems("clinic", LISTED, document(NAMES))).toEqual([
      expect.stringMatching(
        /^aws_cloudtrail\.audit_trail is gone: .*moveFrom\(.* under "clinic": "aws_cloudtrail\.audit_trail": /,
      ),
      "aws_cloudtrail.trail is new. Add the line to __tests__/stacks/addresses.txt, in [clinic]: aws_cloudtrail.trail",
    ]);
  });

  test("accepts a move, once the new address is in it, and a loss with its reason", () => {
    const grown = [...LISTED, "aws_cloudtrail.trail"];
    expect(addressProblems("clinic", grown, document(NAMES, [move]))).toEqual([]);
    const reason = { "aws_cloudtrail.audit_trail": "it is recorded by the organization's trail" };
    expect(addressProblems("clinic", LISTED, document(["aws_vpc.network"]), reason)).toEqual([]);
  });

  test("does not keep the reason of a loss that is none", () => {
    expect(addressProblems("clinic", LISTED, document(LISTED), { "aws_vpc.network": "?" })).toEqual([
      expect.stringMatching(/^aws_vpc\.network is not lost: .* Delete its line in .*removals\.ts\.$/),
    ]);
  });
});
