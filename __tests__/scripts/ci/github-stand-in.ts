import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { LocalServer } from "../../support/local-server";

export interface Call {
  readonly method: string;
  /** Below the repository, with its query. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown> | undefined;
}

export interface StandInAnswer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers calls before the stand-in itself would: nothing lets it do so. */
export type Disturbance = (call: Call) => StandInAnswer | undefined;

interface Item {
  readonly id: number;
  readonly number: number;
  body: string;
  state?: string;
  readonly title?: string;
  readonly user: { readonly login: string };
  readonly pull_request?: object;
}

const PAGE = 2;

/** GitHub's REST API on loopback: comments, issues and environments of one repository, in pages of two. */
export class GitHubStandIn extends LocalServer {
  readonly calls: Call[] = [];
  readonly comments: Item[] = [];
  readonly issues: Item[] = [];
  readonly environments = new Map<string, unknown>();
  readonly branchPolicies = new Map<string, readonly object[]>();
  isPrivate = true;
  disturbance: Disturbance = () => undefined;
  deploysInProgress = 0;
  private ids = 100;

  reset(): void {
    for (const list of [this.calls, this.comments, this.issues]) list.length = 0;
    this.environments.clear();
    this.branchPolicies.clear();
    this.isPrivate = true;
    this.disturbance = () => undefined;
    this.deploysInProgress = 0;
  }

  /** Puts a comment or an issue there. */
  add(
    list: "comments" | "issues",
    body: string,
    login = "github-actions[bot]",
    more: Partial<Item> = {},
  ): Item {
    const id = this.ids++;
    const item: Item = { id, number: id, body, user: { login }, state: "open", ...more };
    this[list].push(item);
    return item;
  }

  /** How often the repository was written to. */
  get writes(): string[] {
    return this.calls.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);
  }

  protected override async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const prefix = "/repos/clinic/openemr";
    const given = await text(request);
    const call: Call = {
      method: request.method!,
      path: request.url!.startsWith(prefix) ? request.url!.slice(prefix.length) : request.url!,
      authorization: request.headers.authorization,
      body: given ? JSON.parse(given) : undefined,
    };
    this.calls.push(call);
    const { status = 200, body = {}, headers = {} } = this.disturbance(call) ?? this.handle(call);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  }

  private handle(call: Call): StandInAnswer {
    const { method, body } = call;
    const { pathname, searchParams } = new URL(call.path, this.url);
    const page = Number(searchParams.get("page") ?? 1);
    const [, kind, id, part] = pathname.split("/");
    if (!kind) return { body: { private: this.isPrivate } };
    if (kind === "environments" && part === "deployment-branch-policies") {
      const policies = this.branchPolicies.get(id!) ?? [];
      return { body: { total_count: policies.length, branch_policies: policies } };
    }
    if (kind === "environments") {
      const found = this.environments.get(id!);
      return found ? { body: found } : { status: 404, body: { message: "Not Found" } };
    }
    if (kind === "actions") return { body: { total_count: this.deploysInProgress } };
    if (kind !== "issues") return { status: 404, body: { message: "Not Found" } };
    if (typeof body?.body === "string" && body.body.length > 65_536) {
      return {
        status: 422,
        body: { message: "Validation Failed: body is too long (maximum is 65536 characters)" },
      };
    }
    if (method === "GET") {
      const list = part === "comments" ? this.comments : this.issues.filter(({ state }) => state === "open");
      return this.page(call.path, list, page);
    }
    if (method === "POST") {
      const list = part === "comments" ? "comments" : "issues";
      const title = typeof body?.title === "string" ? { title: body.title } : {};
      return { status: 201, body: this.add(list, String(body?.body), undefined, title) };
    }
    const item =
      id === "comments"
        ? this.comments.find((comment) => comment.id === Number(part))
        : this.issues.find((issue) => issue.number === Number(id));
    return item ? { body: Object.assign(item, body) } : { status: 404, body: { message: "Not Found" } };
  }

  private page(path: string, list: readonly Item[], page: number): StandInAnswer {
    const next = new URL(`/repos/clinic/openemr${path}`, this.url);
    next.searchParams.set("page", String(page + 1));
    const more = list.length > page * PAGE;
    return {
      body: list.slice((page - 1) * PAGE, page * PAGE),
      headers: more ? { link: `<${this.url}/first>; rel="first", <${next}>; rel="next"` } : {},
    };
  }
}
