import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { listen } from "../../support/local-server";
import { type Exit, Sandbox, SHELL, script, until } from "./sandbox";

type Answer = (response: ServerResponse, attempt: number) => void;

let box: Sandbox;
let server: Server;
let address: string;
let answers: Record<string, Answer>;
let asked: string[];

function openssl(...args: string[]): string {
  return execFileSync("openssl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

function makeCertificate(file: string, name: string): void {
  const key = box.path(`${file}.key`);
  const san = "subjectAltName=DNS:localhost,IP:127.0.0.1";
  openssl(
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"],
    ...["-subj", `/C=US/O=Amazon/CN=${name}`, "-addext", san, "-keyout", key, "-out", box.path(file)],
  );
}

beforeAll(async () => {
  box = new Sandbox();
  for (const [file, name] of [
    ["web.pem", "localhost"],
    ["a.pem", "RDS one"],
    ["b.pem", "RDS two"],
    ["c.pem", "RDS three"],
    ["root.pem", "Amazon Root CA 1"],
  ] as const)
    makeCertificate(file, name);
  server = createServer({ key: box.read("web.pem.key"), cert: box.read("web.pem") }, (request, response) => {
    const url = request.url as string;
    asked.push(url);
    const attempt = asked.filter((one) => one === url).length;
    const answer = answers[url];
    if (answer) answer(response, attempt);
    else response.writeHead(404).end("<html>not here</html>");
  });
  address = `https://127.0.0.1:${await listen(server)}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  box.remove();
});

const bundle = () => ["a.pem", "b.pem", "c.pem"].map((file) => box.read(file)).join("\n");
const good: Answer = (response) => response.end(bundle());

let run = 0;
let folder: string;

beforeEach(() => {
  run += 1;
  folder = `tls-${run}`;
  asked = [];
  answers = { "/bundle.pem": good };
  box.write("image.pem", `# a comment\n${box.read("web.pem")}\n${box.read("root.pem")}`);
});

function begin(extra: Record<string, string> = {}, shell = SHELL) {
  return box.run(
    script("certificate.sh"),
    {
      TLS_DIRECTORY: box.path(folder),
      DATABASE_CA_URL: `${address}/bundle.pem`,
      IMAGE_CA_BUNDLE: box.path("image.pem"),
      CURL_CA_BUNDLE: box.path("web.pem"),
      DOWNLOAD_ATTEMPTS: "3",
      DOWNLOAD_WAIT_SECONDS: "0",
      DOWNLOAD_MAX_SECONDS: "5",
      ...extra,
    },
    shell,
  );
}

const make = (extra: Record<string, string> = {}, shell = SHELL): Promise<Exit> => begin(extra, shell).exited;

const COMPLETE = ["mysql-ca.pem", "redis-ca.pem", "server.cert.pem", "server.key.pem"];

describe("the key and the certificate", () => {
  test.each([
    ["the image's shell", SHELL],
    ["the system's sh", ["sh"]],
  ])("belong together, are for this host and readable by root only, under %s", async (_, shell) => {
    expect(await make({}, shell)).toMatchObject({ code: 0 });
    expect(box.list(folder)).toEqual(COMPLETE);
    const key = box.path(folder, "server.key.pem");
    const certificate = box.path(folder, "server.cert.pem");
    expect(openssl("x509", "-in", certificate, "-noout", "-pubkey")).toBe(
      openssl("pkey", "-in", key, "-pubout"),
    );
    const text = openssl("x509", "-in", certificate, "-noout", "-text");
    expect(text).toMatch(/Public-Key: \(2048 bit\)/);
    expect(text).toMatch(/Subject: CN ?= ?localhost/);
    expect(text).toContain("DNS:localhost, IP Address:127.0.0.1");
    expect(text).toContain("sha256WithRSAEncryption");
    for (const file of COMPLETE) expect(statSync(box.path(folder, file)).mode & 0o777).toBe(0o600);
  });

  test("stay as they are when the container runs again, without the internet", async () => {
    await make();
    const before = COMPLETE.map((file) => readFileSync(box.path(folder, file), "utf8"));
    asked = [];
    const again = await make();
    expect(again).toMatchObject({ code: 0 });
    expect(again.output).toContain("keeping the key and certificate");
    expect(COMPLETE.map((file) => readFileSync(box.path(folder, file), "utf8"))).toEqual(before);
    expect(asked).toEqual([]);
  });

  test.each([
    ["the key is of another certificate", "server.key.pem", () => box.read("a.pem.key")],
    [
      "the certificate is cut off",
      "server.cert.pem",
      () => box.read(`${folder}/server.cert.pem`).slice(0, 300),
    ],
  ])("are made anew when %s", async (_, file, content) => {
    await make();
    box.write(`${folder}/${file}`, content());
    expect((await make()).output).toContain("made a key and a certificate");
    expect(openssl("x509", "-in", box.path(folder, "server.cert.pem"), "-noout", "-pubkey")).toBe(
      openssl("pkey", "-in", box.path(folder, "server.key.pem"), "-pubout"),
    );
  });
});

describe("the certificate authorities", () => {
  test("of the database are what the server sent", async () => {
    await make();
    expect(box.read(`${folder}/mysql-ca.pem`)).toBe(bundle());
  });

  test("of the cache come out of the image, and no others with them", async () => {
    await make();
    const stored = box.read(`${folder}/redis-ca.pem`);
    expect(stored.trim()).toBe(box.read("root.pem").trim());
    expect(asked).toEqual(["/bundle.pem"]);
  });

  test("of the cache are downloaded when a place is given", async () => {
    answers["/root.pem"] = (response) => response.end(box.read("root.pem"));
    await make({ CACHE_CA_URL: `${address}/root.pem` });
    expect(box.read(`${folder}/redis-ca.pem`)).toBe(box.read("root.pem"));
    expect(asked).toContain("/root.pem");
  });

  test("are never an error page", async () => {
    answers["/bundle.pem"] = (response) => response.writeHead(503).end("<html>down</html>");
    const { code, output } = await make();
    expect(code).toBe(1);
    expect(asked).toHaveLength(3);
    const last = output.trim().split("\n").at(-1) as string;
    expect(last).toContain(`cannot download ${address}/bundle.pem after 3 attempts`);
    expect(last).toContain("503");
    expect(last).toContain("NAT gateway, egress on port 443, DNS");
    expect(box.list(folder)).toEqual(["server.cert.pem", "server.key.pem"]);
  });

  test.each<[string, () => string]>([
    ["a page that says 200", () => "<html>sign in to the network</html>"],
    ["nothing", () => ""],
    ["fewer certificates than a bundle has", () => box.read("a.pem")],
    ["complete but for the last certificate", () => `${bundle()}\n${box.read("root.pem").slice(0, -60)}`],
    ["a certificate that is garbled", () => bundle().replace(/^MII.{20}/m, "!!not+base64/at+all====")],
  ])("are not %s", async (_, content) => {
    answers["/bundle.pem"] = (response) => response.end(content());
    const { code, output } = await make();
    expect(code).toBe(1);
    expect(output).toContain("not a PEM file of 3 or more certificates");
    expect(box.has(`${folder}/mysql-ca.pem`)).toBe(false);
  });

  test("are not the first part of an answer that broke off", async () => {
    answers["/bundle.pem"] = (response) => {
      response.writeHead(200, { "content-length": String(bundle().length * 2) });
      response.write(bundle(), () => response.destroy());
    };
    expect(await make()).toMatchObject({ code: 1 });
    expect(box.has(`${folder}/mysql-ca.pem`)).toBe(false);
  });

  test("are asked for again when the first answers are bad", async () => {
    answers["/bundle.pem"] = (response, attempt) => {
      if (attempt === 1) response.writeHead(500).end();
      else if (attempt === 2) response.end("<html>");
      else good(response, attempt);
    };
    const { code, output } = await make();
    expect(code).toBe(0);
    expect(output).toContain("attempt 2 of 3");
    expect(box.read(`${folder}/mysql-ca.pem`)).toBe(bundle());
  });

  test("are not waited for without end", async () => {
    answers["/bundle.pem"] = () => {};
    const { code, output } = await make({ DOWNLOAD_MAX_SECONDS: "1", DOWNLOAD_ATTEMPTS: "2" });
    expect(code).toBe(1);
    expect(output).toContain("timed out");
  });

  test("are taken from nobody who cannot prove to be the one asked", async () => {
    const { code, output } = await make({ CURL_CA_BUNDLE: box.path("a.pem") });
    expect(code).toBe(1);
    expect(output).toMatch(/certificate/i);
    expect(asked).toEqual([]);
  });

  test("are not fetched without TLS, not even by a redirect", async () => {
    answers["/bundle.pem"] = (response) =>
      response.writeHead(302, { location: "http://127.0.0.1:9/bundle.pem" }).end();
    const { code, output } = await make();
    expect(code).toBe(1);
    expect(output).toMatch(/protocol "?http"?/i);
  });
});

test("half a file is never seen under its name", async () => {
  answers["/bundle.pem"] = (response) => {
    response.write(bundle().slice(0, 500));
  };
  const task = begin();
  await until(() => asked.length > 0, "the download has begun");
  expect(box.list(folder).filter((name) => !name.startsWith("."))).toEqual([
    "server.cert.pem",
    "server.key.pem",
  ]);
  task.kill();
  answers["/bundle.pem"] = good;
  expect(await make()).toMatchObject({ code: 0 });
  expect(box.list(folder)).toEqual(COMPLETE);
});

test("a stop while it waits ends it at once", async () => {
  answers["/bundle.pem"] = (response) => response.writeHead(500).end();
  const task = begin({ DOWNLOAD_WAIT_SECONDS: "60" });
  await until(() => task.output.includes("again in 60 s"), "it waits");
  task.terminate();
  expect((await task.exited).code).toBe(143);
  expect(box.list(folder)).toEqual(["server.cert.pem", "server.key.pem"]);
});
