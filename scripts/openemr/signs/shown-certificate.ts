import { isIP } from "node:net";
import { checkServerIdentity, connect, type PeerCertificate } from "node:tls";
import { days } from "./sign";

/** Why browsers refuse the certificate that a server shows, as parts of a sentence with the certificate as its subject. */
export async function faultsOfCertificate(
  url: URL,
  at: Date,
  { trusted, milliseconds }: { readonly trusted: boolean; readonly milliseconds: number },
): Promise<string[]> {
  const certificate = await shownBy(url, milliseconds);
  const [begins, ends] = [new Date(certificate.valid_from), new Date(certificate.valid_to)];
  const isOfName = checkServerIdentity(nameOf(url), certificate) === undefined;
  const names = certificate.subjectaltname?.replaceAll("DNS:", "") || "another name";
  return [
    ...(ends <= at ? [`ended on ${dayOf(ends)}, ${days(ends, at)} days ago`] : []),
    ...(begins > at ? [`is not valid before ${dayOf(begins)}`] : []),
    ...(isOfName ? [] : [`is for ${names}, and not for ${url.hostname}`]),
    ...(trusted ? [] : [`is signed by ${issuerOf(certificate)}, which this machine does not trust`]),
  ];
}

/** Nothing is sent over the connection, so that it does not matter who answers. */
function shownBy(url: URL, milliseconds: number): Promise<PeerCertificate> {
  const host = nameOf(url);
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: Number(url.port || 443),
      ...(isIP(host) === 0 && { servername: host }),
      rejectUnauthorized: false,
      timeout: milliseconds,
    });
    socket.once("secureConnect", () => {
      resolve(socket.getPeerCertificate());
      socket.destroy();
    });
    socket.once("timeout", () => socket.destroy(new Error("no answer in time")));
    socket.once("error", reject);
  });
}

/** An address of IPv6 has brackets in a URL. */
function nameOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

function issuerOf({ issuer }: PeerCertificate): string {
  const [name] = [issuer?.O ?? issuer?.CN].flat();
  return name ?? "an authority without a name";
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
