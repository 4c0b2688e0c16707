import type { GitHubApi } from "./github-api";
import { MarkedText, type Written } from "./marked-text";

interface Issue extends Written {
  readonly number: number;
  /** Pull requests are issues, too. */
  readonly pull_request?: object;
}

/** The one issue about something: opened when there is something to say, kept up to date, closed when it is over. */
export class MarkedIssue {
  private readonly text: MarkedText;

  /** @param about e.g. `drift:production` */
  constructor(
    private readonly api: GitHubApi,
    about: string,
  ) {
    this.text = new MarkedText(about);
  }

  async show(title: string, content: string, footer: string): Promise<void> {
    const body = this.text.body(content, footer);
    const existing = await this.find();
    if (existing) await this.api.update(`/issues/${existing.number}`, { body });
    else await this.api.create("/issues", { title, body });
  }

  async close(): Promise<void> {
    const existing = await this.find();
    if (existing)
      await this.api.update(`/issues/${existing.number}`, { state: "closed", state_reason: "completed" });
  }

  private async find(): Promise<Issue | undefined> {
    for await (const issue of this.api.list<Issue>("/issues?state=open")) {
      if (!issue.pull_request && this.text.isIn(issue)) return issue;
    }
    return undefined;
  }
}
