import type { Arrival } from "./arrival";
import { firstText, textsOf } from "./field";
import { MARKER } from "./header";
import { sameMailbox } from "./mailbox";
import { decodeContent, type Mail, readableContents } from "./mime";
import { mailboxesIn } from "./sender";
import type { Settings } from "./settings";

/** Why a message goes no further. It stays in the bucket, and a metric counts it. */
export type Loop = "ownMail" | "tooManyHops" | "bounceOfForwarded" | "answerOfTarget";

/** As many servers as Postfix lets a message pass (hopcount_limit). */
const MOST_HOPS = 50;
/** Octets of a part of a bounce that are searched. Reports are short; what is long is the mail returned. */
const SEARCHED = 1 << 20;

/**
 * Finds mail that would go in a loop. Bounces of, and automatic answers to, what OpenEMR itself has sent
 * are news for a person, and so are forwarded once; those to what was forwarded would come back for ever.
 *
 * @returns undefined for mail that may be forwarded
 */
export async function findLoop(mail: Mail, arrival: Arrival, settings: Settings): Promise<Loop | undefined> {
  const { headers, raw } = mail;
  const marks = textsOf(headers, MARKER.toLowerCase());
  if (marks.some((mark) => sameMailbox(mark, settings.recipient))) return "ownMail";
  if (textsOf(headers, "received").length > MOST_HOPS) return "tooManyHops";
  // A message that could not be split has no header to look at.
  if (headers.getList().length === 0 && raw.includes(`${MARKER}: ${settings.recipient}`)) return "ownMail";
  if (isBounce(mail, arrival) && (await isAbout(mail, settings))) return "bounceOfForwarded";
  const author = mailboxesIn(headers, "from");
  if (isAutomatic(mail, arrival) && author.some(({ address }) => sameMailbox(address, settings.forwardTo))) {
    return "answerOfTarget";
  }
  return undefined;
}

function isBounce({ headers }: Mail, { envelopeSender }: Arrival): boolean {
  return (
    envelopeSender === "" ||
    /^<>$/.test(firstText(headers, "return-path")) ||
    /^multipart\/report\b/i.test(firstText(headers, "content-type")) ||
    [envelopeSender, ...mailboxesIn(headers, "from").map(({ address }) => address)].some((address) =>
      /^(mailer-daemon|postmaster)@/i.test(address),
    )
  );
}

/** By RFC 3834, and by what programs did before it. */
function isAutomatic(mail: Mail, arrival: Arrival): boolean {
  const { headers } = mail;
  return (
    isBounce(mail, arrival) ||
    !/^(no\b|$)/i.test(firstText(headers, "auto-submitted")) ||
    /^(bulk|junk|auto_reply)\b/i.test(firstText(headers, "precedence")) ||
    ["x-autoreply", "x-autorespond"].some((name) => headers.hasHeader(name))
  );
}

/**
 * Whether a bounce returns a message of ours, or says that the target cannot be reached, and so could not be
 * forwarded itself. Where the bounce has a report (RFC 3464, or RFC 5965 for a complaint), only that tells
 * whom it is about: the address may well be part of the text that is returned.
 */
async function isAbout(mail: Mail, { forwardTo, recipient }: Settings): Promise<boolean> {
  const contents = await Promise.all(
    readableContents(mail).map(async ({ node, bytes }) => ({
      isReport: /^message\/(global-)?(delivery-status|feedback-report)$/.test(node.contentType || ""),
      text: (await decodeContent({ kind: "content", node, bytes: bytes.subarray(0, SEARCHED) }))
        .toString("latin1")
        .toLowerCase(),
    })),
  );
  const reports = contents.filter(({ isReport }) => isReport);
  const tell = (where: typeof contents, sign: string) =>
    where.some(({ text }) => text.includes(sign.toLowerCase()));
  return (
    tell(contents, `${MARKER}: ${recipient}`) || tell(reports.length > 0 ? reports : contents, forwardTo)
  );
}
