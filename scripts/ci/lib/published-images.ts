import { UserError } from "../../../src/user-error";

const TIMEOUT_MS = 30_000;
const PAGE_SIZE = 100;
/** Tags come in the order of their last update, and `latest` is rebuilt daily. */
const MOST_PAGES = 5;

/** The parts of a tag that are read. Source: "Docker Hub API", list of repository tags. */
export interface Tag {
  readonly name: string;
  /** Digest of the image for all platforms together. */
  readonly digest?: string | null;
}

interface Page {
  readonly next?: string | null;
  readonly results: readonly Tag[];
}

/** Where images and sources are published; a test has others. */
export interface Publishers {
  /** Address of Docker Hub's API, without a slash at its end. */
  readonly dockerHub: string;
  /** Address of GitHub's files, likewise. */
  readonly gitHubFiles: string;
}

export function publishersOf(env: NodeJS.ProcessEnv): Publishers {
  return {
    dockerHub: env.DOCKER_HUB_URL || "https://hub.docker.com",
    gitHubFiles: env.GITHUB_FILES_URL || "https://raw.githubusercontent.com",
  };
}

/** The tags of OpenEMR's image that were updated last, with `latest` among them. */
export async function recentTags({ dockerHub }: Publishers): Promise<Tag[]> {
  const tags: Tag[] = [];
  let address: string | undefined =
    `${dockerHub}/v2/namespaces/openemr/repositories/openemr/tags?page_size=${PAGE_SIZE}`;
  for (let page = 1; address && page <= MOST_PAGES; page++) {
    const { results, next } = readPage(await read(address), address);
    tags.push(...results);
    if (tags.some(({ name }) => name === "latest")) return tags;
    address = next ?? undefined;
  }
  throw new UserError(
    `Docker Hub lists ${tags.length} tags of openemr/openemr, but not latest, which says what is released. Look at https://hub.docker.com/r/openemr/openemr/tags, and set the version in src/images/openemr-versions.json by hand.`,
  );
}

/** The number in the file `docker-version` of a released version, by which an image decides what to upgrade. */
export async function dockerVersionOf(version: string, { gitHubFiles }: Publishers): Promise<number> {
  const address = `${gitHubFiles}/openemr/openemr/v${version.replaceAll(".", "_")}/docker-version`;
  const number = (await read(address)).trim();
  if (/^\d{1,4}$/.test(number)) return Number(number);
  throw new UserError(`${address} has "${number.slice(0, 40)}", but must have a number.`);
}

async function read(address: string): Promise<string> {
  const request = fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "error" });
  const response = await request.catch((error: Error) => {
    throw new UserError(`${address} cannot be fetched: ${error.cause ?? error.message}. Re-run the job.`);
  });
  if (response.ok) return response.text();
  throw new UserError(`${address}: the server answered ${response.status}. Re-run the job later.`);
}

function readPage(text: string, address: string): Page {
  try {
    const page = JSON.parse(text) as Page;
    if (page.results.every(({ name }) => typeof name === "string")) return page;
  } catch {
    // Said below.
  }
  throw new UserError(`${address} gives no list of tags: ${text.slice(0, 100)}`);
}
