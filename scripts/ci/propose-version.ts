import { OPENEMR_VERSIONS, versionOfTag } from "../../src/images/openemr-versions";
import { UserError } from "../../src/user-error";
import { runCommand } from "../terminal/run-command";
import { readNone } from "./lib/arguments";
import { GitHubApi } from "./lib/github-api";
import { dockerVersionOf, publishersOf } from "./lib/published-images";
import { Runner } from "./lib/runner";
import { fileOf, isWorthProposing, tableWith } from "./lib/version-proposal";

const FILE = "src/images/openemr-versions.json";

/**
 * Proposes a version of OpenEMR that passed the image suite as a pull request: the table of versions with its line.
 * The finding comes from the job before by `OPENEMR_TAG` and `OPENEMR_DIGEST`; that job ran what others published,
 * so both are looked at again.
 */
runCommand(async (args) => {
  readNone(args);
  const runner = new Runner(process.env);
  const [tag, digest] = [runner.required("OPENEMR_TAG"), runner.required("OPENEMR_DIGEST")];
  if (!/^\d{1,3}(\.\d{1,3}){2,3}-\d{4}-\d{2}-\d{2}$/.test(tag) || !/^sha256:[0-9a-f]{64}$/.test(digest)) {
    throw new UserError(
      `OPENEMR_TAG is "${tag}" and OPENEMR_DIGEST "${digest}", but must be a released version with a date and the digest of its image, as scripts/ci/look-for-version.ts tells them.`,
    );
  }
  const version = versionOfTag(tag);
  const release = { version, tag, digest };
  if (!isWorthProposing(release, OPENEMR_VERSIONS)) {
    throw new UserError(`${tag} is no later than ${OPENEMR_VERSIONS.default}, which installations get now.`);
  }
  const dockerVersion = await dockerVersionOf(version, publishersOf(process.env));
  const on = new Date().toISOString().slice(0, 10);
  const files = `v${version.replaceAll(".", "_")}`;
  const tried = { on, files, passed: ["npm run test:image"] };
  const table = tableWith(OPENEMR_VERSIONS, release, { dockerVersion, tried });

  const api = GitHubApi.forJob(process.env, runner.repository);
  const branch = `openemr-${tag}`;
  const existing = await api.get<readonly object[]>(`/git/matching-refs/heads/${branch}`);
  if (existing.length > 0) {
    runner.summary(`${tag} is proposed already, by the branch ${branch}.`);
    return;
  }
  const title = `OpenEMR ${tag} by default`;
  await commit(api, { parent: runner.commit, branch, message: title, content: fileOf(table) });
  const { number } = await api.create<{ number: number }>("/pulls", {
    title,
    head: branch,
    base: runner.branch,
    body: describe(tag, runner.runUrl),
  });
  runner.summary(`Proposed ${tag} by #${number}.`);
});

interface Commit {
  readonly parent: string;
  readonly branch: string;
  readonly message: string;
  readonly content: string;
}

/** Makes a branch with one commit that changes only the table. Source: "Git database" of GitHub's REST API. */
async function commit(api: GitHubApi, { parent, branch, message, content }: Commit): Promise<void> {
  const { tree: base } = await api.get<{ tree: { sha: string } }>(`/git/commits/${parent}`);
  const tree = await api.create<{ sha: string }>("/git/trees", {
    base_tree: base.sha,
    tree: [{ path: FILE, mode: "100644", type: "blob", content }],
  });
  const { sha } = await api.create<{ sha: string }>("/git/commits", {
    message,
    tree: tree.sha,
    parents: [parent],
  });
  await api.create("/git/refs", { ref: `refs/heads/${branch}`, sha });
}

function describe(tag: string, runUrl: string): string {
  return [
    `The image **openemr/openemr:${tag}** passed the image suite in [this run](${runUrl}). With this change, installations whose file names no \`openemr_version\` get it with their next deployment, which upgrades their database.`,
    "Before you merge:\n" +
      "- Read OpenEMR's release notes, and try an upgrade with a copy of real data: the suite has none.\n" +
      "- Add what they say about vulnerabilities to `vulnerabilities` in the table: versions before the one that mends them are warned of.\n" +
      "- `npm run docs` renews the table of variables in README. GitHub starts no checks for a pull request of a job: close it and open it again.",
  ].join("\n\n");
}
