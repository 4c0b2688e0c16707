import { GitHubStandIn } from "./github-stand-in";
import { Job } from "./job";

const github = new GitHubStandIn();
let job: Job;
beforeAll(async () => {
  await github.start();
  job = new Job({ GITHUB_API_URL: github.url });
});
beforeEach(() => github.reset());
afterAll(() => {
  github.stop();
  job?.remove();
});

const report = (result: string, images = "newest") =>
  job.step("image-contract", [], { SUITE_RESULT: result, SUITE_IMAGES: images });
const MARK = "<!-- openemr:image-contract -->";

test.each(["failure", "cancelled"])("a suite that ended with %s becomes an issue", async (result) => {
  expect(await report(result)).toMatchObject({ code: 0, summary: expect.stringContaining(result) });
  expect(github.writes).toEqual(["POST /issues"]);
  expect(github.issues[0]!.body).toMatch(
    new RegExp(`^${MARK}\n.*\\*\\*${result}\\*\\*.*docs/image\\.md.*actions/runs/7`, "s"),
  );
});

test("the issue is updated while it is open, and closed after a run that passes", async () => {
  const { number } = github.add("issues", `${MARK}\nof yesterday`);
  expect(await report("failure")).toMatchObject({ code: 0 });
  expect(await report("success")).toMatchObject({ code: 0 });
  expect(github.writes).toEqual([`PATCH /issues/${number}`, `PATCH /issues/${number}`]);
  expect(github.issues[0]).toMatchObject({ state: "closed", state_reason: "completed" });
});

test("a night does not close the issue of every supported version", async () => {
  const { number } = github.add("issues", "<!-- openemr:image-contract:every -->\nof Saturday");
  await report("success");
  expect(github.writes).toEqual([]);
  await report("success", "every");
  expect(github.writes).toEqual([`PATCH /issues/${number}`]);
});

test("images that are not known are an error", async () => {
  expect(await report("success", "some")).toMatchObject({
    code: 1,
    log: expect.stringContaining('SUITE_IMAGES is "some", but must be newest or every.'),
  });
  expect(github.writes).toEqual([]);
});

test("a result that is not known is an error, and not a success", async () => {
  expect(await report("")).toMatchObject({
    code: 1,
    log: expect.stringContaining("SUITE_RESULT is not set"),
  });
  expect(github.writes).toEqual([]);
});
