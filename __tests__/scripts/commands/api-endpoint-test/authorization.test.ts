import { ApiTest } from "./api-test";

const api = ApiTest.forTests();

describe("a token is taken only from the answer to this authorization", () => {
  interface Wrong {
    readonly what: string;
    readonly change?: (back: URL) => void;
    readonly claims?: Record<string, unknown>;
    readonly message: RegExp;
  }

  test.each<Wrong>([
    {
      what: "another state",
      change: (back) => back.searchParams.set("state", "another"),
      message: /its state differs/,
    },
    {
      what: "no state",
      change: (back) => back.searchParams.delete("state"),
      message: /its state differs/,
    },
    { what: "another nonce", claims: { nonce: "another" }, message: /its nonce differs/ },
    {
      what: "another issuer",
      claims: { iss: "https://elsewhere.example" },
      message: /of another address than https:.*site_addr_oath/,
    },
    { what: "another client", claims: { aud: "another" }, message: /none that a token can be taken from/ },
    {
      what: "a refusal",
      change: (back) => {
        back.searchParams.delete("code");
        back.searchParams.set("error", "access_denied");
      },
      message: /The authorization was not given: access_denied/,
    },
    {
      what: "a code of no use",
      change: (back) => back.searchParams.set("code", "0123456789abcdef"),
      message: /OpenEMR gives no token: invalid_request.* one minute/,
    },
  ])(
    "and not from one with $what",
    async ({ change, claims = {}, message }) => {
      api.openemr.claims = claims;
      const end = await api.answered(api.start(), change);
      expect(end.status).toBe(1);
      expect(end.stderr).toMatch(message);
      expect(end.stderr).not.toMatch(/^ +at /m);
      expect(end.stdout).toBe("");
      api.expectNoSecretsIn(end);
    },
    60_000,
  );
});
