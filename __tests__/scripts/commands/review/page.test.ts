import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { renderPage } from "../../../../scripts/commands/review/page/render-page";
import { launchBrowser } from "../../../../scripts/system/browser";
import { temporaryFolder } from "../../../support/stand-in";
import { change, plan } from "../../plan/plan-fixture";
import { added, deleted, EXISTING, replaced, reviewOf, updated } from "../../rules/stack-of";

const folder = temporaryFolder();
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const CHANGES = [
  EXISTING,
  deleted("aws_efs_file_system.files_sites", { id: "fs-1", encrypted: true }),
  replaced(
    "aws_rds_cluster.database_cluster",
    { storage_encrypted: false, cluster_identifier: "records" },
    { storage_encrypted: true, cluster_identifier: "records" },
    ["storage_encrypted"],
  ),
  updated("aws_cloudwatch_log_group.application_log", { retention_in_days: 365 }, { retention_in_days: 7 }),
  updated("aws_lb.edge_load_balancer", { idle_timeout: 60 }, { idle_timeout: 120 }),
  added("aws_subnet.network_subnet[0]", { cidr_block: "10.0.0.0/24" }),
];

const HOSTILE = [
  "<script>window.hacked = 1</script>",
  '"><img src=x onerror="window.hacked = 1">',
  "'><svg onload=window.hacked=1>",
  "</script><script>window.hacked=1</script>",
  "</style><script>window.hacked=1</script>",
  "<!--",
  "javascript:window.hacked=1",
  "\u2028{{constructor.constructor('window.hacked=1')()}}",
];

interface Opened {
  readonly page: Page;
  /** URLs that the page asked for, without its own. */
  readonly requests: readonly string[];
  readonly errors: readonly string[];
}

async function open(html: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const file = path.join(folder, "review.html");
  writeFileSync(file, html);
  const url = pathToFileURL(file).href;
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  const [requests, errors]: [string[], string[]] = [[], []];
  page.on("requestfinished", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) requests.push(request.url());
  });
  page.on("requestfailed", (request) => {
    // A request that the page's own policy forbids never leaves it.
    if (request.failure()?.errorText !== "csp") requests.push(request.url());
  });
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("dialog", (dialog) => errors.push(dialog.message()));
  await page.goto(url);
  return { page, requests, errors };
}

/** The page waits while one types; a timer of its own that is longer comes after that. */
function settle(page: Page): Promise<void> {
  return page.evaluate("new Promise((resolve) => setTimeout(resolve, 200))");
}

/** Runs in the page. */
const OPEN_ALL = 'for (const details of document.querySelectorAll("details")) details.open = true';

/**
 * Runs in the page: what is smaller than a finger needs. A link within a line of text is as high as its line, which
 * WCAG 2.2 allows (success criterion 2.5.8).
 */
const TOO_SMALL = `[...document.querySelectorAll("button, summary, input, .diagram a")]
  .map((element) => [element, element.getBoundingClientRect()])
  .filter(([, { width, height }]) => width > 0 && (width < 44 || height < 44))
  .map(([element, { width, height }]) => [element.textContent.slice(0, 40), width, height].join(" "))`;

const html = () => renderPage(reviewOf({ resource_changes: CHANGES }));

/** Addresses of the changes that can be seen. */
function shownChanges(page: Page): Promise<string[]> {
  return page.locator(".change:visible > summary > code").allTextContents();
}

const addresses = (...names: string[]) =>
  CHANGES.map(({ address }) => address).filter((address) => names.some((name) => address.includes(name)));

describe("the page", () => {
  test("finds changes by address, attribute and value, and opens them", async () => {
    const { page, requests, errors } = await open(await html());
    const search = page.getByRole("searchbox", { name: "Search" });
    const found = async (text: string) => {
      await search.fill(text);
      await settle(page);
      return shownChanges(page);
    };
    expect(await shownChanges(page)).toHaveLength(5);
    expect(await found("rds_cluster")).toEqual(addresses("rds_cluster"));
    expect(await found("RETENTION_in_days")).toEqual(addresses("log_group"));
    await expect(page.locator(".change:visible td", { hasText: "365" }).isVisible()).resolves.toBe(true);
    expect(await found("idle 120")).toEqual(addresses("aws_lb"));
    expect(await found("10.0.0.0/24")).toEqual(addresses("subnet"));
    expect(await found("nothing has this")).toEqual([]);
    expect(await page.getByRole("status").textContent()).toBe("0 of 3 findings, 0 of 5 changes");

    await page.keyboard.press("Escape");
    expect(await shownChanges(page)).toHaveLength(5);
    expect(await search.inputValue()).toBe("");
    await page.locator("h1").click();
    await page.keyboard.press("/");
    expect(await page.evaluate("document.activeElement.id")).toBe("search");
    expect(requests).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("filters by severity, kind of change and capability, with only the keyboard", async () => {
    const { page } = await open(await html());
    const summary = page.locator("#more-filters > summary");
    await summary.focus();
    await page.keyboard.press("Enter");
    const chip = (name: string) => page.locator("#more-filters").getByRole("button", { name, exact: true });
    const press = async (name: string) => {
      await chip(name).focus();
      await page.keyboard.press("Space");
    };
    await press("danger");
    expect(await chip("danger").getAttribute("aria-pressed")).toBe("true");
    expect((await shownChanges(page)).sort()).toEqual(addresses("efs", "rds", "log_group").sort());
    await press("deleted");
    expect(await shownChanges(page)).toEqual(addresses("efs"));
    expect(await page.locator(".finding:visible").count()).toBe(1);
    await press("deleted");
    await press("danger");
    await press("Edge");
    expect(await shownChanges(page)).toEqual(addresses("aws_lb"));
    expect(await page.locator(".capability:visible").count()).toBe(1);
    expect(await summary.textContent()).toBe("Filters (1)");
    await page.getByRole("button", { name: "Show all" }).click();
    expect(await shownChanges(page)).toHaveLength(5);
    await page.context().close();
  });

  test("a part of the diagram shows only its changes, and everything when it is chosen again", async () => {
    const { page } = await open(await html());
    const part = page.locator(".wide .diagram a", { hasText: "Database" });
    await part.click();
    expect(await shownChanges(page)).toEqual(addresses("rds"));
    expect(page.url()).toMatch(/#capability-database$/);
    await part.focus();
    await page.keyboard.press("Enter");
    expect(await shownChanges(page)).toHaveLength(5);
    await page.context().close();
  });

  test("a finding leads to its change, and opens it", async () => {
    const { page } = await open(await html());
    await page.locator(".finding a", { hasText: "aws_efs_file_system.files_sites" }).first().click();
    const details = page.locator('[id="change-aws_efs_file_system.files_sites"]');
    await expect(details.evaluate((element) => (element as unknown as { open: boolean }).open)).resolves.toBe(
      true,
    );
    await page.context().close();
  });

  test.each(["light", "dark"] as const)(
    "fits a phone without sideways scrolling, %s",
    async (colorScheme) => {
      const long = "arn:aws:iam::123456789012:role/".repeat(20);
      const changes = [...CHANGES, added(`aws_iam_role.exec_${"very_long_".repeat(20)}`, { arn: long })];
      const { page } = await open(await renderPage(reviewOf({ resource_changes: changes })), {
        viewport: { width: 320, height: 640 },
        colorScheme,
      });
      await page.evaluate(OPEN_ALL);
      const [content, window] = await page.evaluate<number[]>(
        "[document.documentElement.scrollWidth, innerWidth]",
      );
      expect(content).toBeLessThanOrEqual(window!);
      expect(await page.locator(".narrow .diagram").isVisible()).toBe(true);
      expect(await page.locator(".wide .diagram").isVisible()).toBe(false);
      const background = await page.evaluate("getComputedStyle(document.body).backgroundColor");
      expect(background).toBe(colorScheme === "light" ? "rgb(255, 255, 255)" : "rgb(13, 17, 23)");
      await page.context().close();
    },
  );

  test("is short on a phone, however much a plan changes, can be used with a finger, and a search finds what is folded", async () => {
    const changes = [
      EXISTING,
      ...CHANGES.slice(1),
      ...Array.from({ length: 150 }, (_, i) =>
        updated(`aws_s3_bucket.edge_bucket${i}`, { [`a${i}`]: 1 }, { [`a${i}`]: 2, force_destroy: true }),
      ),
    ];
    const { page } = await open(await renderPage(reviewOf({ resource_changes: changes })), {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const height = () => page.evaluate<number>("document.documentElement.scrollHeight");
    // The report of a replaced network had 95,000 pixels.
    const short = await height();
    expect(short).toBeLessThan(12_000);
    expect(await page.locator(".finding:visible").count()).toBe(10);
    await page.getByRole("searchbox").fill("edge_bucket149");
    await settle(page);
    expect(await shownChanges(page)).toEqual(["aws_s3_bucket.edge_bucket149"]);
    await page.getByRole("button", { name: "Show all" }).tap();
    expect(await height()).toBe(short);

    await page.evaluate(OPEN_ALL);
    expect(await page.evaluate<string[]>(TOO_SMALL)).toEqual([]);
    const [content, window] = await page.evaluate<number[]>(
      "[document.documentElement.scrollWidth, innerWidth]",
    );
    expect(content).toBeLessThanOrEqual(window!);
    await page.context().close();
  });

  test("can be read without its script, and hides what would do nothing then", async () => {
    const { page } = await open(await html(), { javaScriptEnabled: false });
    expect(await page.locator("#filters").isVisible()).toBe(false);
    await page.locator(".change > summary", { hasText: "aws_lb" }).click();
    expect(await page.locator(".change td", { hasText: "120" }).isVisible()).toBe(true);
    await page.context().close();
  });

  test("has everything on paper, which is white", async () => {
    const { page } = await open(await html());
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    await page.evaluate('void dispatchEvent(new Event("beforeprint"))');
    expect(await page.locator("main details:not([open])").count()).toBe(0);
    expect(await page.locator("#filters").isVisible()).toBe(false);
    await page.evaluate('void dispatchEvent(new Event("afterprint"))');
    expect(await page.locator("main details[open]").count()).toBe(0);
    await page.context().close();
  });
});

describe("a hostile plan", () => {
  test("runs nothing and asks for nothing, wherever it puts its HTML", async () => {
    const everywhere = HOSTILE.flatMap((text, i) => [
      change(`aws_ssm_parameter.mail_key${i}`, ["update"], {
        before: { [text]: text, tags: { [text]: "a" }, policy: JSON.stringify({ [text]: text }) },
        after: { [text]: `${text}2`, tags: { [text]: text }, policy: "{}" },
      }),
      {
        ...deleted("aws_s3_bucket.x", { id: text }),
        address: `aws_s3_bucket.x["${text}"]`,
        name: `${text}_x`,
      },
      added(`aws_vpc_security_group_ingress_rule.edge_${i}`, { cidr_ipv4: text, ip_protocol: text }),
    ]);
    const hostile = plan({
      resource_changes: [EXISTING, ...everywhere],
      variables: { region: { value: HOSTILE[1] }, openemr_version: { value: HOSTILE[0] } },
      checks: HOSTILE.map((message) => ({
        address: { kind: "check", to_display: message },
        status: "fail" as const,
        instances: [{ status: "fail", problems: [{ message }] }],
      })),
    });
    const { page, requests, errors } = await open(await renderPage(reviewOf(hostile, HOSTILE[0])));
    await page.getByRole("searchbox").fill("onerror");
    await page.evaluate(OPEN_ALL);
    await page.evaluate('for (const link of document.querySelectorAll("a")) link.click?.()');
    expect(await page.evaluate("window.hacked")).toBeUndefined();
    expect(await page.locator("script").count()).toBe(1);
    expect(await page.locator("img, iframe, object, embed, form").count()).toBe(0);
    expect(requests).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("could not run what got in after all: the page forbids it", async () => {
    const injected = (await html()).replace(
      "<main>",
      '<main><script>window.hacked = 1</script><img src="https://example.org/x.png" onerror="window.hacked = 2">' +
        '<p style="background: url(https://example.org/y.png)">x</p>',
    );
    const { page, requests, errors } = await open(injected);
    expect(await page.evaluate("window.hacked")).toBeUndefined();
    expect(requests).toEqual([]);
    expect(errors.length).toBeGreaterThanOrEqual(3);
    expect(errors.every((error) => error.includes("Content Security Policy"))).toBe(true);
    await page.context().close();
  });
});

test("a plan of 400 resources is searched while one types", async () => {
  const many = Array.from({ length: 400 }, (_, i) =>
    added(`aws_ssm_parameter.application_parameter[${i}]`, {
      name: `/clinic/${i}`,
      type: "String",
      tier: "Standard",
      tags: { one: "1", two: "2" },
    }),
  );
  const { page } = await open(await renderPage(reviewOf({ resource_changes: many })));
  const milliseconds = await page.evaluate<number>(`
    const started = performance.now();
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    performance.now() - started`);
  expect(milliseconds).toBeLessThan(500);
  await page.getByRole("searchbox").fill("/clinic/399");
  await settle(page);
  expect(await shownChanges(page)).toEqual(["aws_ssm_parameter.application_parameter[399]"]);
  await page.context().close();
});
