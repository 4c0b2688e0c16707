import { fitting } from "../../../../scripts/commands/review/report/fitting";
import { MOST_CHARACTERS, renderMarkdown } from "../../../../scripts/commands/review/report/markdown";
import { escapeMarkdown } from "../../../../scripts/terminal/markdown";
import { added, deleted, EXISTING, reviewOf, updated } from "../../rules/stack-of";

test("says first what the plan does, then what can hurt, then the rest to open", () => {
  const text = renderMarkdown(
    reviewOf({
      resource_changes: [
        EXISTING,
        deleted("aws_efs_file_system.files_sites", { id: "fs-1" }),
        updated("aws_lb.edge_lb", { idle_timeout: 60 }, { idle_timeout: 120 }),
        added("aws_subnet.network_subnet", { cidr_block: "10.0.0.0/24" }),
      ],
    }),
  );
  const lines = text.split("\n");
  expect(lines[0]).toBe("## Plan of clinic (eu\\-west\\-1)");
  expect(lines[2]).toMatch(
    /^\*\*1 to add, 1 to change, 1 to destroy, 1 unchanged\*\* · \*\*1 danger\*\* · \*\*[\d.,]+ USD\*\* a month/,
  );
  const places = [
    "### What can hurt",
    "<summary>Edge: 1 changed",
    "<summary>Network: 1 added",
    "<summary>Files: 1 deleted",
  ];
  for (const place of places) expect(text).toContain(place);
  expect(text.indexOf("### What can hurt")).toBeLessThan(text.indexOf("<summary>Edge"));
  expect(text).toContain("<code>idle&#95;timeout</code>: <code>60</code> → <code>120</code>");
  expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)!.length);
});

test("a plan without changes is short", () => {
  const text = renderMarkdown(reviewOf({ resource_changes: [EXISTING] }));
  expect(text).toContain("nothing that can hurt");
  expect(text).not.toContain("<details>");
});

test("keeps within what GitHub takes, however much a plan changes, and says that it is cut", () => {
  const text = renderMarkdown(
    reviewOf({
      resource_changes: [
        EXISTING,
        ...Array.from({ length: 900 }, (_, i) =>
          deleted(`aws_s3_bucket.files_bucket[${i}]`, { id: `b${i}` }),
        ),
        ...Array.from({ length: 900 }, (_, i) =>
          updated(`aws_lb.edge_lb[${i}]`, { name: "<".repeat(500) }, { name: "&".repeat(500) }),
        ),
      ],
    }),
  );
  expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
  expect(text.length).toBeGreaterThan(MOST_CHARACTERS * 0.9);
  expect(text).toContain("### What can hurt");
  expect(text.trimEnd()).toMatch(/> The rest does not fit into a comment\. .*$/);
  expect((text.match(/<details>/g) ?? []).length).toBe((text.match(/<\/details>/g) ?? []).length);
});

test("shows the worst ten, and counts the rest", () => {
  const text = renderMarkdown(
    reviewOf({
      resource_changes: [
        EXISTING,
        ...Array.from({ length: 12 }, (_, i) =>
          updated(`aws_lb.edge_lb${i}`, { [`a${i}`]: 1 }, { [`a${i}`]: 2 }),
        ),
        deleted("aws_efs_file_system.files_sites", { id: "fs-1" }),
      ],
    }),
  );
  const [, found = ""] = text.split("### What can hurt\n");
  const points = found
    .split("<details>")[0]!
    .split("\n")
    .filter((line) => line.startsWith("- "));
  expect(points).toHaveLength(10);
  expect(points[0]).toContain("is DELETED");
  expect(text).toContain("**1 danger, 12 unknown changes**");
  expect(text).toContain("And 3 unknown changes, which the page (`review.html`) has.");
});

test("a block without arguments is shown as such", () => {
  const rule = (action: object) => ({ rule: [{ name: "a", priority: 1, action: [action] }] });
  const text = renderMarkdown(
    reviewOf({
      resource_changes: [
        EXISTING,
        updated(
          "aws_wafv2_web_acl.firewall_acl",
          rule({ block: [{}], allow: [] }),
          rule({ block: [], allow: [{}] }),
        ),
      ],
    }),
  );
  expect(text).toContain("<code>rule&#91;a&#93;.action.allow</code>: nothing → <code>present</code>");
  expect(text).toContain("<code>rule&#91;a&#93;.action.block</code>: <code>present</code> → nothing");
  expect(text).toContain("**1 danger**");
});

test("one section that is too long ends where there is no more room, and those after it still come", () => {
  const long = `<details>\n<summary>Long</summary>\n\n${"- line\n".repeat(50)}\n</details>`;
  const text = fitting("head", [long, "short"], 300);
  expect(text.length).toBeLessThanOrEqual(300);
  expect(text).toContain("- line");
  expect(text).toContain("</details>");
});

test("nothing that a plan says becomes Markdown, HTML, a mention or a link", () => {
  const hostile = "<script>`**@everyone** [x](https://example.org) | ![](www.example.org) --- # a";
  const text = renderMarkdown(
    reviewOf({
      variables: { region: { value: hostile } },
      resource_changes: [
        EXISTING,
        updated(
          "aws_lb.edge_lb",
          { [hostile]: hostile, internal: true },
          { [hostile]: "b\n# heading", internal: false },
        ),
      ],
    }),
  );
  expect(text).not.toContain("<script>");
  expect(text).not.toMatch(/(^|[^\\])\*\*@/);
  expect(text).not.toMatch(/@everyone/);
  expect(text).not.toContain("https://example.org");
  expect(text).not.toContain("\n# heading");
  expect(escapeMarkdown("a_b")).toBe("a\\_b");
});
