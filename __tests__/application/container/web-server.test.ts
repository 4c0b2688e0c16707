/** How web-server.sh prepares the image's Apache, and what it refuses. */
import { MODULES } from "./apache-image";
import { WebServerBox } from "./web-server-box";

let box: WebServerBox;

beforeEach(async () => {
  box = await new WebServerBox().prepare();
});

afterEach(() => {
  box.remove();
});

const prepare = (extra: Record<string, string> = {}, times = 1) =>
  box.script("prepare_web_server\n".repeat(times), extra).exited;

const configuration = () =>
  ["httpd.conf", ...box.list("apache2/conf.d").map((name) => `conf.d/${name}`)].map((name) =>
    box.read(`apache2/${name}`),
  );

test("of the image's configuration only virtual hosts, ports and logs go", async () => {
  const before = configuration();
  expect(await prepare()).toMatchObject({ code: 0 });
  const lines = configuration().join("").split("\n");
  const removed = before
    .join("")
    .split("\n")
    .filter((line) => !lines.includes(line));
  const inVirtualHosts = /VirtualHost|SSLEngine|SSLCertificateFile|DocumentRoot "|ServerName|^ +"%t/;
  expect(
    removed.filter((line) => !inVirtualHosts.test(line)).map((line) => line.trim().split(" ")[0]),
  ).toEqual(["Listen", "ErrorLog", "CustomLog", "Listen", "TransferLog", "CustomLog"]);
});

test("once more changes nothing", async () => {
  await prepare();
  const once = configuration();
  expect(await prepare({}, 2)).toMatchObject({ code: 0 });
  expect(configuration()).toEqual(once);
});

test.each([
  ["a log", 'CustomLog "/var/log/x" combined', /CustomLog/],
  ["a log in another spelling, over two lines", 'customlog \\\n  "/var/log/x" combined', /customlog/],
  ["a virtual host", "<VirtualHost *:8080>\n</VirtualHost>", /<VirtualHost \*:8080>/],
  ["a port", "Listen 8080", /Listen 8080/],
])(
  "%s in a file that is read from elsewhere is refused, with the file's name",
  async (_, directive, found) => {
    box.write("elsewhere/more.conf", `${directive}\n`);
    box.write("apache2/conf.d/zz.conf", `Include ${box.path("elsewhere/more.conf")}\n`);
    const { code, output } = await prepare();
    expect(code).toBe(1);
    expect(output).toContain(`${box.path("elsewhere/more.conf")} still has virtual hosts, ports or logs`);
    expect(output).toMatch(found);
  },
);

test("an image that serves PHP in another way is refused", async () => {
  box.write("apache2/conf.d/php83-module.conf", "");
  const { code, output } = await prepare();
  expect({ code, output }).toMatchObject({
    code: 1,
    output: expect.stringMatching(/does not load php_module/),
  });
});

test("what Apache says of a configuration that it does not take is shown", async () => {
  box.write("apache2/conf.d/wrong.conf", "NoSuchDirective on\n");
  const { code, output } = await prepare();
  expect({ code, output }).toMatchObject({
    code: 1,
    output: expect.stringMatching(/Invalid command 'NoSuchDirective'/),
  });
});

test("modules that an image loads itself are not loaded twice, and missing ones are", async () => {
  box.write("apache2/conf.d/reqtimeout.conf", `LoadModule reqtimeout_module ${MODULES}/mod_reqtimeout.so\n`);
  const { code, output } = await prepare();
  expect({ code, output }).toMatchObject({ code: 0, output: expect.not.stringMatching(/already loaded/) });
});

test.each([
  ["TRUSTED_PROXIES", "", /TRUSTED_PROXIES is "": networks such as/],
  ["TRUSTED_PROXIES", "10.0.0.0/24\nRequire all granted", /TRUSTED_PROXIES is/],
  ["TRUSTED_PROXIES", "everybody", /TRUSTED_PROXIES is "everybody"/],
  ["HSTS", 'max-age=1"\nRequire all granted', /HSTS is/],
  ["MAXIMUM_UPLOAD_MB", "", /MAXIMUM_UPLOAD_MB is "": a whole number from 1 to 10240 is allowed/],
  ["MAXIMUM_UPLOAD_MB", "120M", /MAXIMUM_UPLOAD_MB is "120M"/],
  ["PHP_MEMORY_LIMIT_MB", "32", /PHP_MEMORY_LIMIT_MB is "32": a whole number from 64/],
  ["WEB_SERVER_WORKERS", "99999999999999999999", /WEB_SERVER_WORKERS is/],
])("%s=%j is refused by name", async (name, value, message) => {
  const { code, output } = await prepare({ [name]: value });
  expect(code).toBe(1);
  expect(output).toMatch(message);
});
