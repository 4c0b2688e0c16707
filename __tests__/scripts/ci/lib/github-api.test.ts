import { GitHubApi } from "../../../../scripts/ci/lib/github-api";
import { GitHubStandIn, type StandInAnswer } from "../github-stand-in";

const github = new GitHubStandIn();
let api: GitHubApi;

beforeAll(async () => {
  await github.start();
  api = new GitHubApi({ url: github.url, token: "secret-token", repository: "clinic/openemr" });
});
afterAll(() => github.stop());
beforeEach(() => github.reset());

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

test("lists all pages", async () => {
  for (let i = 0; i < 5; i++) github.add("comments", `comment ${i}`);
  const found = await all(api.list<{ body: string }>("/issues/5/comments"));
  expect(found.map(({ body }) => body)).toEqual([0, 1, 2, 3, 4].map((i) => `comment ${i}`));
  expect(github.calls).toHaveLength(3);
  expect(github.calls.map(({ path }) => path)).toEqual(
    expect.arrayContaining([expect.stringContaining("per_page=100")]),
  );
});

test("a next page elsewhere is not fetched, and so gets no token", async () => {
  const elsewhere = `${github.url.replace("127.0.0.1", "localhost")}/page`;
  github.disturbance = () => ({ body: [1], headers: { link: `<${elsewhere}>; rel="next"` } });
  expect(await all(api.list("/issues"))).toEqual([1]);
  expect(github.calls).toHaveLength(1);
});

describe("repeats", () => {
  const again = (...answers: StandInAnswer[]) => {
    github.disturbance = () => answers.shift();
  };

  test("after as long as GitHub says, what it did not carry out", async () => {
    again(
      { status: 429, headers: { "retry-after": "0" } },
      { status: 403, headers: { "retry-after": "0" } },
      { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "0" } },
    );
    await api.create("/issues/5/comments", { body: "x" });
    expect(github.comments).toHaveLength(1);
    expect(github.calls).toHaveLength(4);
  });

  test("after a failure of GitHub's, what can be done twice", async () => {
    github.add("comments", "x");
    again({ status: 502 });
    expect(await all(api.list("/issues/5/comments"))).toHaveLength(1);
    const { id } = github.comments[0]!;
    again({ status: 500 });
    await api.update(`/issues/comments/${id}`, { body: "y" });
    expect(github.comments[0]!.body).toBe("y");
  });

  test("but not a creation that may have been carried out", async () => {
    again({ status: 502, body: {} });
    await expect(api.create("/issues", { title: "x" })).rejects.toThrow(/GitHub answered 502\.$/);
    expect(github.calls).toHaveLength(1);
  });
});

test.each<[string, StandInAnswer, RegExp]>([
  [
    "a refusal",
    { status: 403, body: { message: "No" } },
    /GitHub answered 403, "No"\. The job's token lacks a permission/,
  ],
  [
    "a token that has expired",
    { status: 401, body: { message: "Bad credentials" } },
    /The job's token lacks/,
  ],
  [
    "a limit that lasts longer than a job waits",
    { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "99999999999" } },
    /The rate limit is used up\. Re-run the job later\.$/,
  ],
  [
    "what is not there",
    { status: 404, body: { message: "Not Found" } },
    /GitHub answered 404, "Not Found"\.$/,
  ],
  ["a page in the place of JSON", { status: 418, body: "<html>" }, /GitHub answered 418/],
  ["a redirect", { status: 301, headers: { location: "http://localhost:1/" } }, /GitHub gave no answer/],
])("says what went wrong, once and without the token: %s", async (_, answer, says) => {
  github.disturbance = () => answer;
  const error: Error = await api.create("/issues", { title: "x" }).then(
    () => new Error("It succeeded."),
    (reason) => reason,
  );
  expect(error.message).toMatch(says);
  expect(error.message).toMatch(/^POST http:\/\/127\.0\.0\.1:\d+\/repos\/clinic\/openemr\/issues: /);
  expect(error.message).not.toContain("secret-token");
  expect(github.calls).toHaveLength(1);
});
