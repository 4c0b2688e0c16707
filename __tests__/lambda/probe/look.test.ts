import { readFileSync } from "node:fs";
import { createServer as createPlainServer, type RequestListener } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, createServer as createSocket, type Server } from "node:net";
import { type Finding, look } from "../../../lambda/probe/look";
import { TestAuthority } from "../../support/test-authority";
import { DATABASE_AWAY, SIGN_IN } from "./markup";

const HOST = "emr.example.org";
const DAY = 86_400_000;

let authority: TestAuthority;
const servers: Server[] = [];
beforeAll(() => {
  authority = new TestAuthority();
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => authority.remove());

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** A real HTTPS server, found under the public name. */
async function open(
  answer: RequestListener,
  { names = [`DNS:${HOST}`], days = 90, from = 0, trusted = true } = {},
  milliseconds = 3000,
): Promise<Finding> {
  const certificate = authority.certificateOf({ names, days, from });
  const port = await listen(createServer(certificate, answer));
  return look(`https://${HOST}:${port}`, {
    milliseconds,
    ...(trusted && { ca: readFileSync(authority.file) }),
    lookup,
  });
}

/** The name's address is this machine. */
const lookup = ((_: string, options: { all?: boolean }, done: (...found: unknown[]) => void) =>
  options.all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4)) as never;

const page =
  (body: string, status = 200): RequestListener =>
  (_, response) => {
    response.writeHead(status, { "Content-Type": "text/html" }).end(body);
  };

/** OpenEMR's first page leads to the sign-in page and gives a cookie on the way. */
const openemr: RequestListener = ({ url, headers }, response) => {
  if (url === "/") {
    const headers = { Location: "interface/login/login.php?site=default", "Set-Cookie": "OpenEMR=1; path=/" };
    response.writeHead(302, headers).end();
  } else if (headers.cookie === "OpenEMR=1" && headers["user-agent"]) response.end(SIGN_IN);
  else response.writeHead(400).end();
};

test("a sign-in page behind a redirect, with the days of its certificate and the time", async () => {
  expect(await open(openemr)).toEqual({
    maintenance: false,
    milliseconds: expect.any(Number),
    certificateDays: 89,
  });
});

test("a certificate that ends soon is still good", async () => {
  expect(await open(openemr, { days: 3 })).toMatchObject({ certificateDays: 2 });
});

test("a page of maintenance is no failure", async () => {
  const html = "<html><head><title>OpenEMR is being updated</title></head></html>";
  expect(await open(page(html, 503))).toMatchObject({ maintenance: true, certificateDays: 89 });
});

describe("TLS that a browser refuses", () => {
  const refused = { name: "ProbeFailure", step: "TLS" };

  test("an expired certificate", async () => {
    await expect(open(openemr, { from: -10, days: 9 })).rejects.toMatchObject({
      ...refused,
      message: `The certificate of ${HOST} has expired.`,
    });
  });
  test("one that is not valid yet", async () => {
    await expect(open(openemr, { from: 2 })).rejects.toMatchObject(refused);
  });
  test("one for another name", async () => {
    await expect(open(openemr, { names: ["DNS:other.example.org"] })).rejects.toMatchObject({
      ...refused,
      message: `The certificate is for other.example.org, and not for ${HOST}.`,
    });
  });
  test("one that no trusted authority has signed", async () => {
    await expect(open(openemr, { trusted: false })).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining("No authority"),
    });
  });
  test("a server that speaks plain HTTP", async () => {
    const port = await listen(createPlainServer(openemr));
    await expect(look(`https://${HOST}:${port}`, { milliseconds: 3000, lookup })).rejects.toMatchObject(
      refused,
    );
  });
});

test.each([
  ["an error of OpenEMR", page("", 500), "page", /error 500/],
  ["the firewall's refusal", page("", 403), "page", /403.*firewall/],
  ["no task", page("<h1>503</h1>", 503), "page", /no task/],
  ["another page with 200", page("<h1>It works!</h1>"), "page", /is not OpenEMR's sign-in page/],
  ["no database, with 200", page(DATABASE_AWAY), "page", /no connection to its database/],
  ["the setup", redirect("setup.php?site=default"), "page", /not installed/],
  ["a way to another site", redirect("https://evil.example.com/login"), "page", /leads to https:\/\/evil/],
  ["a way out of TLS", redirect(`http://${HOST}/`), "page", /leads to http:/],
  ["a circle", redirect("/"), "page", /from page to page/],
] as const)("%s is a failure", async (_, listener, step, message) => {
  await expect(open(listener)).rejects.toMatchObject({ step, message: expect.stringMatching(message) });
});

function redirect(location: string): RequestListener {
  return (_, response) => void response.writeHead(302, { Location: location }).end();
}

test("a server that does not answer, and one that stops in the middle", async () => {
  await expect(open(() => {}, {}, 300)).rejects.toMatchObject({ step: "answer" });
  const half: RequestListener = (_, response) => void response.write("<html>");
  await expect(open(half, {}, 300)).rejects.toMatchObject({ step: "answer" });
});

test("a name without an address, and an address without a server", async () => {
  const missing = ((_: string, __: object, done: (error: Error) => void) =>
    done(Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" }))) as never;
  await expect(look(`https://${HOST}`, { milliseconds: 3000, lookup: missing })).rejects.toMatchObject({
    step: "DNS",
    message: `The name ${HOST} has no address (ENOTFOUND).`,
  });
  const closed = createSocket();
  const port = await listen(closed);
  await new Promise((resolve) => closed.close(resolve));
  await expect(look(`https://${HOST}:${port}`, { milliseconds: 3000, lookup })).rejects.toMatchObject({
    step: "connection",
  });
});

test("days are counted from the moment of the look", async () => {
  const certificate = authority.certificateOf({ names: [`DNS:${HOST}`], days: 90 });
  const port = await listen(createServer(certificate, openemr));
  const options = { milliseconds: 3000, ca: readFileSync(authority.file), lookup };
  const found = await look(`https://${HOST}:${port}`, options, () => Date.now() + 60 * DAY);
  expect(found.certificateDays).toBe(29);
});
