import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { answersIdentity } from "../../../support/caller-identity";
import { LocalServer } from "../../../support/local-server";
import { ParametersPart } from "./parameters-part";

/** Times are seconds since 1970 in AWS's JSON protocols. `toJSON` has made a text of a date before this is asked. */
function secondsOfDates(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const date = this[key];
  return date instanceof Date ? date.getTime() / 1000 : value;
}

/**
 * Parameter Store behind HTTP, for a command's own client, and STS, which says whose its credentials are. What Parameter
 * Store answers is compared where {@link ParametersPart} is.
 */
export class ParameterStore extends LocalServer {
  parameters = new ParametersPart();
  /** Milliseconds by which its clock is ahead of this machine's. */
  ahead = 0;
  account = "111122223333";

  /** Leads a client of AWS's SDK here. */
  get env(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL_SSM: this.url,
      AWS_ENDPOINT_URL_STS: this.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
  }

  protected override async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader("Date", new Date(Date.now() + this.ahead).toUTCString());
    const body = await text(request);
    if (answersIdentity(body, this.account, response)) return;
    const action = String(request.headers["x-amz-target"]).split(".")[1]!;
    try {
      const operation = this.parameters.operations[action]!;
      response.end(JSON.stringify(operation(JSON.parse(body) as never), secondsOfDates));
    } catch (error) {
      const { name, message } = error as Error;
      response.writeHead(400).end(JSON.stringify({ __type: name, message }));
    }
  }
}
