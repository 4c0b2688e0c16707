import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Stands for S3, with one large message in it, and for SES, which takes all. */
export interface MailEndpoint {
  readonly url: string;
  close(): void;
}

export async function startMailEndpoint(megabytes: number): Promise<MailEndpoint> {
  const message = largeMessage(megabytes);
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, "http://localhost");
    request.resume().once("end", () => {
      if (pathname.startsWith("/v2/email/")) response.end('{"MessageId":"sent"}');
      else if (searchParams.has("tagging")) response.end("<Tagging><TagSet></TagSet></Tagging>");
      else response.writeHead(200, { "content-length": message.length }).end(message);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A message with a file attached to it, in base64. */
function largeMessage(megabytes: number): Buffer {
  const before = [
    "From: Jane Roe <jane@patient.example>",
    "Subject: Results",
    "MIME-Version: 1.0",
    "Content-Type: multipart/mixed; boundary=b",
    "",
    "--b",
    "",
    "See attached.",
    "--b",
    "Content-Type: application/pdf",
    "Content-Transfer-Encoding: base64",
    "",
    "",
  ].join("\r\n");
  const lines = Buffer.alloc(megabytes * 1e6, `${"QUJD".repeat(19)}\r\n`);
  return Buffer.concat([Buffer.from(before), lines, Buffer.from("\r\n--b--\r\n")]);
}
