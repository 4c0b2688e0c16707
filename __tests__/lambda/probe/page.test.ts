import { readFileSync } from "node:fs";
import { join } from "node:path";
import { recognize } from "../../../lambda/probe/page";
import { DATABASE_AWAY, SIGN_IN, SIGN_IN_PAGES } from "./markup";

const CONTAINER = join(__dirname, "../../../src/application/container");
/** As web-server.sh fills in the page of maintenance. */
const TITLES = [...readFileSync(join(CONTAINER, "web-server.sh"), "utf8").matchAll(/title="([^"]+)"/g)];
const maintenance = (title: string) =>
  readFileSync(join(CONTAINER, "maintenance.html"), "utf8").replaceAll("@TITLE@", title);

test.each(Object.entries(SIGN_IN_PAGES))("the sign-in page: %s", (_, html) => {
  expect(recognize(200, html)).toBe("sign-in");
});

test("each page of maintenance that a task shows", () => {
  expect(TITLES).toHaveLength(2);
  for (const [, title] of TITLES) expect(recognize(503, maintenance(title!))).toBe("maintenance");
});

test.each([
  ["a field lacks", 200, SIGN_IN.replace('clearPass" placeholder', 'secret" placeholder')],
  ["it posts to another script", 200, SIGN_IN.replace("main_screen.php?auth=login", "collect.php")],
  ["the status is an error's", 500, SIGN_IN],
  ["there is nothing", 200, ""],
  ["Apache's own page is there", 200, "<html><body><h1>It works!</h1></body></html>"],
  [
    "the load balancer says that there is no task",
    503,
    "<html><h1>503 Service Temporarily Unavailable</h1></html>",
  ],
  ["maintenance is claimed without the status of maintenance", 200, maintenance(TITLES[0]![1]!)],
])("another page, where %s", (_, status, html) => {
  expect(recognize(status, html)).toBe("another page");
});

test("OpenEMR's error without its database, though its status is 200", () => {
  expect(recognize(200, DATABASE_AWAY)).toBe("database away");
  // It may be printed into a page that has begun.
  expect(recognize(200, `${SIGN_IN}${DATABASE_AWAY}`)).toBe("database away");
});

test("OpenEMR's setup", () => {
  expect(recognize(200, "<html><head><title>OpenEMR Setup Tool</title></head></html>")).toBe("not installed");
});
