import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../../src/user-error";

/** The version of the REST API that this is written for. */
const API_VERSION = "2022-11-28";
const TIMEOUT_MS = 30_000;

/** How often a request is made in all, and how long it waits before the next time where GitHub does not say. */
const ATTEMPTS = 4;
const PAUSE_SECONDS = 1;

/** GitHub asks for a minute where it names no time (its secondary limits). A job does not wait for longer than two. */
const UNNAMED_PAUSE_SECONDS = 60;
const LONGEST_PAUSE_SECONDS = 120;

export interface GitHubOptions {
  /** Address of the API, without a slash at its end. */
  readonly url: string;
  /** Never part of an error. */
  readonly token: string;
  /** `owner/name`; the paths of requests are below it. */
  readonly repository: string;
}

type Method = "GET" | "POST" | "PATCH";

interface Answer<T> {
  readonly data: T;
  /** Address of the next page. */
  readonly next?: string;
}

/**
 * GitHub's REST API, as far as jobs of this repository need it. It is a few calls of `fetch`, and so no code of others
 * sees the token that may write.
 *
 * Sources: "Best practices for using the REST API", "Rate limits", "Using pagination" of GitHub's documentation.
 */
export class GitHubApi {
  constructor(private readonly options: GitHubOptions) {}

  /** The API that a job may use: where it is and the token are in the environment. */
  static forJob(env: NodeJS.ProcessEnv, repository: string): GitHubApi {
    const token = env.GITHUB_TOKEN;
    if (!token)
      throw new UserError("GITHUB_TOKEN is not set. The step of the workflow sets it: github.token.");
    return new GitHubApi({ url: env.GITHUB_API_URL || "https://api.github.com", token, repository });
  }

  get repository(): string {
    return this.options.repository;
  }

  async get<T>(path: string): Promise<T> {
    return (await this.request<T>("GET", this.address(path))).data;
  }

  /** All items of a list, page by page. */
  async *list<T>(path: string): AsyncGenerator<T> {
    let address: string | undefined = this.address(`${path}${path.includes("?") ? "&" : "?"}per_page=100`);
    while (address) {
      const page: Answer<T[]> = await this.request<T[]>("GET", address);
      yield* page.data;
      address = page.next;
    }
  }

  async create<T>(path: string, body: object): Promise<T> {
    return (await this.request<T>("POST", this.address(path), body)).data;
  }

  async update(path: string, body: object): Promise<void> {
    await this.request("PATCH", this.address(path), body);
  }

  private address(path: string): string {
    return `${this.options.url}/repos/${this.options.repository}${path}`;
  }

  private async request<T>(method: Method, address: string, body?: object): Promise<Answer<T>> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.send(method, address, body);
      if (response?.ok) {
        return { data: (await response.json()) as T, next: this.nextPage(response) };
      }
      const pause = response ? pauseBeforeRepeat(method, response) : repeatable(method);
      if (pause === undefined || pause > LONGEST_PAUSE_SECONDS || attempt === ATTEMPTS) {
        throw new UserError(await describeFailure(`${method} ${address}`, response));
      }
      await sleep(pause * 1000);
    }
  }

  /** Nothing where no answer came. */
  private async send(method: Method, address: string, body?: object): Promise<Response | undefined> {
    const request = fetch(address, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${this.options.token}`,
        "user-agent": "openemr-on-aws",
        "x-github-api-version": API_VERSION,
        ...(body && { "content-type": "application/json" }),
      },
      body: body && JSON.stringify(body),
      // A redirect could lead the token elsewhere.
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return request.catch(() => undefined);
  }

  private nextPage(response: Response): string | undefined {
    const next = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
    return next?.startsWith(`${this.options.url}/`) ? next : undefined;
  }
}

/** Seconds after which the same request may succeed, or nothing where it will not. */
function pauseBeforeRepeat(method: Method, { status, headers }: Response): number | undefined {
  if (status >= 500) return repeatable(method);
  if (status !== 403 && status !== 429) return undefined;
  const after = headers.get("retry-after");
  if (after) return Number(after);
  if (headers.get("x-ratelimit-remaining") === "0") {
    return Math.max(0, Number(headers.get("x-ratelimit-reset")) - Date.now() / 1000) + PAUSE_SECONDS;
  }
  return status === 429 ? UNNAMED_PAUSE_SECONDS : undefined;
}

/** A creation that got no answer may have been carried out all the same. */
function repeatable(method: Method): number | undefined {
  return method === "POST" ? undefined : PAUSE_SECONDS;
}

async function describeFailure(request: string, response: Response | undefined): Promise<string> {
  if (!response) return `${request}: GitHub gave no answer. Re-run the job.`;
  const text = await response.text().catch(() => "");
  const said =
    /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text.replace(/^[\s{}]*$/, "").slice(0, 200);
  const failure = `${request}: GitHub answered ${response.status}${said && `, "${said}"`}.`;
  const { headers, status } = response;
  if (headers.get("x-ratelimit-remaining") === "0" || headers.get("retry-after") || status === 429) {
    return `${failure} The rate limit is used up. Re-run the job later.`;
  }
  if (status === 401 || status === 403) {
    return `${failure} The job's token lacks a permission: see "permissions" in the workflow, and the repository's settings, Actions, Workflow permissions.`;
  }
  return failure;
}
