import { Http } from "../../../../scripts/openemr/api/http";
import { OpenEmrSite } from "../../../../scripts/openemr/api/openemr-site";
import { register } from "../../../../scripts/openemr/api/registration";
import { verifiedTls } from "../../../../scripts/openemr/trusted-authorities";
import { TestAuthority } from "../../../support/test-authority";
import type { Answer } from "./answer";
import { OpenEmrStandIn } from "./openemr-stand-in";

const authority = new TestAuthority();
const http = new Http(verifiedTls(authority.file));
let openemr: OpenEmrStandIn;

beforeAll(async () => {
  openemr = await OpenEmrStandIn.start(authority.certificate("DNS:localhost"));
});

beforeEach(() => openemr.reset());

afterAll(async () => {
  await http.close();
  await openemr.stop();
  authority.remove();
});

const site = (name = "default") => new OpenEmrSite(new URL(`${openemr.url}/`), name);

describe("before anything is registered", () => {
  test("OpenEMR that has its APIs on, and its own address right, is fine", async () => {
    await expect(site().check(http)).resolves.toBeUndefined();
  });

  test.each<[string, Answer, RegExp]>([
    [
      "APIs that are off",
      { status: 404 },
      /404: the APIs of OpenEMR are off\. Set activate_openemr_apis = true/,
    ],
    ["an installation that is not well", { status: 503 }, /503: OpenEMR is not well, or not started yet/],
    ["something else", { status: 200, body: "<html>" }, /something else than OpenEMR's configuration/],
    ["a redirect", { status: 302 }, /answered with 302, where OpenEMR has its configuration/],
    [
      "the firewall",
      { status: 403, headers: { server: "awselb/2.0" } },
      /^The web application firewall blocked GET \/oauth2\/default\/.*waf_rule_action_overrides/,
    ],
  ])("%s is explained", async (_, answer, message) => {
    openemr.overrides = { "/oauth2/": answer };
    await expect(site().check(http)).rejects.toThrow(message);
  });

  test("a site that does not exist is named", async () => {
    await expect(site("second").check(http)).rejects.toThrow('OpenEMR has no site "second".');
  });

  test.each([
    ["https://emr.example.org", "https://emr.example.org"],
    ["", "nothing"],
  ])(
    "OpenEMR that takes %p for its address is refused, since its tokens would be",
    async (address, named) => {
      openemr.siteAddress = address;
      await expect(site().check(http)).rejects.toThrow(
        `OpenEMR takes ${named} for its address (site_addr_oath), but was called at ${openemr.url}.`,
      );
    },
  );
});

describe("a registration", () => {
  const registration = {
    name: "API endpoint test",
    redirectUri: "http://localhost:1/callback",
    scopes: ["openid"],
    confidential: true,
  };

  test("of a confidential client has a secret, that of a public one has none", async () => {
    expect(await register(http, site(), registration)).toEqual({
      id: expect.any(String),
      secret: expect.any(String),
    });
    expect(await register(http, site(), { ...registration, confidential: false })).toEqual({
      id: expect.any(String),
    });
  });

  test("with a scope that OpenEMR does not know says which", async () => {
    const scopes = ["openid", "user/Planet.read"];
    await expect(register(http, site(), { ...registration, scopes })).rejects.toThrow(
      /\(400\): invalid_scope: .* \(Check the user\/Planet.read scope\)\. The scopes were: openid user\/Planet.read\. Ask for others: --scope/,
    );
  });

  test("that is refused in words for a terminal says them without what a terminal obeys", async () => {
    const body = JSON.stringify({ error: "server_error", error_description: "no\u001b[2J\u0007way" });
    openemr.overrides = { "/oauth2/default/registration": { status: 500, body } };
    await expect(register(http, site(), registration)).rejects.toThrow("(500): server_error: no [2J way.");
  });

  test.each<[string, Answer]>([
    ["without a reason", { status: 500, body: "Fatal error" }],
    ["with something that is no client", { status: 200, body: '["id"]' }],
    ["with nothing", { status: 200, body: "null" }],
  ])("that OpenEMR answers %s fails", async (_, answer) => {
    openemr.overrides = { "/oauth2/default/registration": answer };
    await expect(register(http, site(), registration)).rejects.toThrow(
      `OpenEMR registers no client (${answer.status}): no reason given.`,
    );
  });
});
