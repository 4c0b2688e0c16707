import { createServer } from "node:https";
import path from "node:path";
import { fetch } from "undici";
import { Http } from "../../../scripts/openemr/api/http";
import { explainConnection } from "../../../scripts/openemr/connection-errors";
import { verifiedTls } from "../../../scripts/openemr/trusted-authorities";
import { listen } from "../../support/local-server";
import { TestAuthority } from "../../support/test-authority";

const authority = new TestAuthority();
const another = new TestAuthority();
const served: string[] = [];
const server = createServer(
  authority.certificate("DNS:emr.example.org", "DNS:localhost"),
  (request, response) => {
    served.push(request.url ?? "");
    if (request.url === "/never") return;
    if (request.url === "/half") response.write("ha", () => request.socket.destroy());
    else response.end("ok");
  },
);
let port = 0;

beforeAll(async () => {
  port = await listen(server);
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  authority.remove();
  another.remove();
});

async function request(host: string, authorityFile?: string) {
  const http = new Http(verifiedTls(authorityFile));
  try {
    return await http.request(`https://${host}:${port}/`);
  } finally {
    await http.close();
  }
}

test("an authority that is given is trusted", async () => {
  expect((await request("localhost", authority.file)).status).toBe(200);
});

describe("nothing is sent to a server that", () => {
  beforeEach(() => void served.splice(0));
  afterEach(() => {
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    expect(served).toEqual([]);
  });

  test.each(["", "0"])("nobody vouches for, even with NODE_TLS_REJECT_UNAUTHORIZED=%s", async (setting) => {
    if (setting) process.env.NODE_TLS_REJECT_UNAUTHORIZED = setting;
    await expect(request("localhost")).rejects.toThrow(
      new RegExp(
        `^https://localhost:${port} cannot be reached: no authority that is trusted here has signed .*--ca <file>`,
      ),
    );
  });

  test("another authority vouches for", async () => {
    await expect(request("localhost", another.file)).rejects.toThrow("no authority that is trusted here");
  });

  test("has a certificate of other names", async () => {
    await expect(request("127.0.0.1", authority.file)).rejects.toThrow(
      "its certificate is for emr.example.org, localhost, not for 127.0.0.1",
    );
  });
});

test("a server that is not there, and a name that is none, are told apart", async () => {
  const url = new URL("http://127.0.0.1:9");
  const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:9"), { code: "ECONNREFUSED" });
  expect(
    explainConnection(new TypeError("fetch failed", { cause: new AggregateError([refused]) }), url).message,
  ).toBe("http://127.0.0.1:9 cannot be reached: connect ECONNREFUSED 127.0.0.1:9.");
  const unknown = await fetch("https://no-such-host.invalid").catch((error) => error);
  expect(explainConnection(unknown, new URL("https://no-such-host.invalid")).message).toContain(
    "the name no-such-host.invalid has no address",
  );
});

test("no answer leads to the ranges of addresses that are let in", () => {
  const error = Object.assign(new Error("Connect Timeout Error"), { code: "UND_ERR_CONNECT_TIMEOUT" });
  expect(explainConnection(error, new URL("https://emr.example.org")).message).toContain(
    "security_group_ip_range_ipv4",
  );
});

test.each([
  ["never", "no answer in time"],
  ["half", "cannot be reached: "],
])("a server that answers %s is explained", async (path, message) => {
  const http = new Http(verifiedTls(authority.file), 500);
  await expect(http.request(`https://localhost:${port}/${path}`)).rejects.toMatchObject({
    name: "UserError",
    message: expect.stringContaining(message),
  });
  await http.close();
});

test("a file that has no certificate is none to trust", () => {
  expect(() => verifiedTls(path.join(__dirname, "none.pem"))).toThrow(
    /^--ca is ".*none.pem", which has no certificate/,
  );
  expect(() => verifiedTls(__filename)).toThrow(/BEGIN CERTIFICATE/);
});
