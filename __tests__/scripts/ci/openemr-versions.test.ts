import { createServer } from "node:http";
import { OPENEMR_VERSIONS, type VersionTable } from "../../../src/images/openemr-versions";
import { listen } from "../../support/local-server";
import { type Call, GitHubStandIn } from "./github-stand-in";
import { Job } from "./job";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const OTHER = `sha256:${"f".repeat(64)}`;
const TAG = "99.1.0-2027-01-02";

/** A tag as the Docker Hub API describes it (its schema "tag"), as far as anybody reads it, and the digest beside it. */
const tag = (name: string, digest: string) => ({
  creator: 1234,
  id: 12345,
  images: [{ architecture: "arm64", digest: OTHER, os: "linux", size: 123456, status: "active" }],
  last_updated: "2027-01-02T06:44:50.559538Z",
  last_updater_username: "openemr",
  name,
  repository: 5678,
  full_size: 123456,
  v2: true,
  tag_status: "active",
  digest,
});

/** Answers by path; what is not there is not found. */
let answers: Record<string, unknown>;
const publishers = createServer(({ url }, response) => {
  const answer = answers[url!];
  response.writeHead(answer === undefined ? 404 : 200);
  response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
});
const github = new GitHubStandIn();
let job: Job;
let address: string;

const FIRST = "/v2/namespaces/openemr/repositories/openemr/tags?page_size=100";
const SECOND = `${FIRST}&page=2`;
const page = (results: object[], next: string | null = null) => ({ count: 9, next, previous: null, results });

beforeAll(async () => {
  await github.start();
  address = `http://127.0.0.1:${await listen(publishers)}`;
  job = new Job({
    GITHUB_API_URL: github.url,
    GITHUB_REF: "refs/heads/main",
    DOCKER_HUB_URL: address,
    GITHUB_FILES_URL: address,
  });
});
afterAll(() => {
  github.stop();
  publishers.close();
  job?.remove();
});
beforeEach(() => {
  github.reset();
  answers = {
    [FIRST]: page([tag("99.2.0-2027-01-02", OTHER), tag("dev", OTHER)], `${address}${SECOND}`),
    [SECOND]: page([tag("latest", DIGEST), tag("99.1.0", DIGEST), tag(TAG, DIGEST)]),
    "/openemr/openemr/v99_1_0/docker-version": "41\n",
  };
});

describe("a look at Docker Hub", () => {
  const look = () => job.step("look-for-version");

  test("finds what was released since, page by page", async () => {
    const { code, outputs, summary } = await look();
    expect([code, outputs]).toEqual([0, { tag: TAG, digest: DIGEST }]);
    expect(summary).toContain(`**${TAG}**, later than ${OPENEMR_VERSIONS.default}`);
  });

  test("finds nothing where the default is what is released", async () => {
    answers[FIRST] = page([tag("latest", DIGEST), tag(OPENEMR_VERSIONS.default, DIGEST)]);
    const { code, outputs } = await look();
    expect([code, outputs]).toEqual([0, { tag: "", digest: "" }]);
  });

  test.each([
    ["no latest", page([tag("dev", OTHER)]), "but not latest, which says what is released"],
    ["no list", { detail: "rate limited" }, "gives no list of tags"],
    ["no answer", undefined, "the server answered 404. Re-run the job later."],
  ])("says that there is %s", async (_, answer, says) => {
    answers[FIRST] = answer;
    const { code, log } = await look();
    expect(code).toBe(1);
    expect(log).toContain(says);
  });
});

describe("a proposal", () => {
  const propose = (env: NodeJS.ProcessEnv = {}) =>
    job.step("propose-version", [], { OPENEMR_TAG: TAG, OPENEMR_DIGEST: DIGEST, ...env });

  /** GitHub's answers to what makes a branch and a pull request. */
  const repository = (branches: object[] = []) => {
    github.disturbance = ({ method, path }: Call) => {
      if (method === "GET" && path.startsWith("/git/matching-refs/heads/openemr-")) return { body: branches };
      if (method === "GET" && path.startsWith("/git/commits/"))
        return { body: { tree: { sha: "base-tree" } } };
      if (method !== "POST") return undefined;
      if (path === "/git/trees") return { status: 201, body: { sha: "new-tree" } };
      if (path === "/git/commits") return { status: 201, body: { sha: "new-commit" } };
      if (path === "/git/refs") return { status: 201, body: {} };
      if (path === "/pulls") return { status: 201, body: { number: 12 } };
      return undefined;
    };
  };
  const sent = (path: string) => github.calls.find((call) => call.path === path)?.body;

  test("is a pull request whose one commit changes only the table", async () => {
    repository();
    const { code, summary } = await propose();
    expect([code, summary.trim()]).toEqual([0, `Proposed ${TAG} by #12.`]);
    const { base_tree, tree } = sent("/git/trees") as {
      base_tree: string;
      tree: Array<Record<string, string>>;
    };
    expect(base_tree).toBe("base-tree");
    expect(tree.map(({ path }) => path)).toEqual(["src/images/openemr-versions.json"]);
    const table = JSON.parse(tree[0]!.content!) as VersionTable;
    expect(table.default).toBe(TAG);
    expect(table.versions.at(-1)).toMatchObject({
      version: "99.1.0",
      dockerVersion: 41,
      images: [{ tag: TAG, digest: DIGEST, platform: "index" }],
      tried: { files: "v99_1_0", passed: ["npm run test:image"] },
    });
    expect(sent("/git/commits")).toMatchObject({
      tree: "new-tree",
      parents: [expect.stringMatching(/^0123/)],
    });
    expect(sent("/git/refs")).toEqual({ ref: `refs/heads/openemr-${TAG}`, sha: "new-commit" });
    expect(sent("/pulls")).toMatchObject({ head: `openemr-${TAG}`, base: "main" });
  });

  test("is made once", async () => {
    repository([{ ref: `refs/heads/openemr-${TAG}` }]);
    const { code, summary } = await propose();
    expect(code).toBe(0);
    expect(summary).toContain("is proposed already");
    expect(github.writes).toEqual([]);
  });

  test.each([
    [{ OPENEMR_TAG: "99.1.0" }, 'OPENEMR_TAG is "99.1.0"'],
    [{ OPENEMR_TAG: "99.1.0-2027-01-02; x" }, "must be a released version with a date"],
    [{ OPENEMR_DIGEST: "sha256:0" }, 'OPENEMR_DIGEST "sha256:0"'],
    [{ OPENEMR_TAG: OPENEMR_VERSIONS.default }, "is no later than"],
  ])("is refused for %j", async (env, says) => {
    repository();
    const { code, log } = await propose(env);
    expect(code).toBe(1);
    expect(log).toContain(says);
    expect(github.writes).toEqual([]);
  });

  test("is not made of a version whose docker-version nobody knows", async () => {
    repository();
    answers["/openemr/openemr/v99_1_0/docker-version"] = "<html>";
    const { code, log } = await propose();
    expect(code).toBe(1);
    expect(log).toContain('docker-version has "<html>", but must have a number');
    expect(github.writes).toEqual([]);
  });
});
