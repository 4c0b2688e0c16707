import type { ServerResponse } from "node:http";

/**
 * Answers as STS does to whoever asks whose the credentials are, in its own protocol: botocore 1.43.11, model
 * sts-2011-06-15, read on 2026-11-30.
 *
 * @param body of the request
 * @returns whether that was asked
 */
export function answersIdentity(body: string, account: string, response: ServerResponse): boolean {
  if (new URLSearchParams(body).get("Action") !== "GetCallerIdentity") return false;
  const identity = `<GetCallerIdentityResult><Account>${account}</Account></GetCallerIdentityResult>`;
  response.writeHead(200, { "content-type": "text/xml" });
  response.end(`<GetCallerIdentityResponse>${identity}</GetCallerIdentityResponse>`);
  return true;
}
