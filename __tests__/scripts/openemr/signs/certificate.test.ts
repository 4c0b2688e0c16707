import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { addressSign } from "../../../../scripts/openemr/signs/address";
import { listen } from "../../../support/local-server";
import { TestAuthority } from "../../../support/test-authority";
import { SIGNED } from "./installation";

// Real servers with real certificates, as Node.js and OpenSSL judge them.

const PAGE = '<form><input name="authUser"></form>';
const DAY = 86_400_000;
const dayAt = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

let authority: TestAuthority;
beforeAll(() => {
  authority = new TestAuthority();
});
afterAll(() => authority.remove());

async function signOf(shown: { names?: string[]; from?: number; days: number }, isTrusted = true) {
  const certificate = authority.certificateOf({ names: ["DNS:localhost"], ...shown });
  const openemr = createServer(certificate, (_, response) => response.end(PAGE));
  const port = await listen(openemr);
  const read = addressSign(isTrusted ? readFileSync(authority.file, "utf8") : undefined);
  try {
    return await read({} as never, { ...SIGNED, url: `https://localhost:${port}` }, new Date());
  } finally {
    openemr.close();
  }
}

it.each([
  ["has ended", { from: -12, days: 10 }, `its certificate ended on ${dayAt(-2)}, 2 days ago`],
  ["has not begun", { from: 3, days: 10 }, `its certificate is not valid before ${dayAt(3)}`],
  [
    "is for another name",
    { names: ["DNS:emr.example.org", "DNS:www.example.org"], days: 90 },
    "its certificate is for emr.example.org, www.example.org, and not for localhost",
  ],
])("a certificate that %s keeps everybody out, and the page says why", async (_, shown, why) => {
  expect(await signOf(shown)).toEqual({
    name: "Address",
    state: "not well",
    text: `browsers refuse it: ${why}`,
    next: "npm run check -- trial looks at the certificate; docs/dns.md",
  });
});

it("a certificate of an authority that is not known is not well, and the page says whose it is", async () => {
  expect(await signOf({ days: 90 }, false)).toEqual({
    name: "Address",
    state: "not well",
    text: "browsers refuse it: its certificate is signed by Authority of a test, which this machine does not trust",
    next: expect.stringMatching(/^where that authority is your own: NODE_EXTRA_CA_CERTS=/),
  });
});

it.each([
  [90, "well"],
  [12, "not well"],
])("a good certificate for %i more days is %s", async (days, state) => {
  expect(await signOf({ days })).toMatchObject({
    state,
    text: expect.stringMatching(new RegExp(`answers 200 in \\d+ ms, certificate for ${days - 1} more days$`)),
  });
});
