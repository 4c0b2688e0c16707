import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { LocalServer } from "../../support/local-server";

/**
 * An AWS that has nothing and changes nothing: it answers each look-up with an empty result, and each change with
 * AccessDenied, in the protocol of the request. The provider ends at its first change, which it has logged by then.
 */
export class RefusingAws extends LocalServer {
  protected override async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.headers["x-amz-target"]?.toString();
    const form = new URLSearchParams(await text(request));
    const operation = target?.split(".").at(-1) ?? form.get("Action");
    const isRead = operation
      ? /^(Describe|Get|List)/.test(operation)
      : request.method === "GET" || request.method === "HEAD";
    const isXml =
      form.has("Action") || /\/(s3|route53)\/aws4_request/.test(request.headers.authorization ?? "");
    response.writeHead(isRead ? 200 : 400, {
      "content-type": isXml ? "text/xml" : "application/json",
      ...(!isRead && { "x-amzn-errortype": "AccessDeniedException" }),
    });
    response.end(isXml ? xml(isRead, operation ?? "") : json(isRead));
  }
}

function json(isRead: boolean): string {
  return isRead ? "{}" : JSON.stringify({ __type: "AccessDeniedException", message: "refused" });
}

/** The second form is that of EC2. */
function xml(isRead: boolean, operation: string): string {
  if (isRead) return `<${operation}Response><${operation}Result></${operation}Result></${operation}Response>`;
  const error = "<Error><Code>AccessDenied</Code><Message>refused</Message></Error>";
  return `<Response>${error}<Errors>${error}</Errors><Code>AccessDenied</Code></Response>`;
}
