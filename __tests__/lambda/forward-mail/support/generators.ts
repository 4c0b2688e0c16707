import fc from "fast-check";
import { base64 } from "../corpus/specimen";

/** A part without parts: what is in it, and how that was put into the message. */
export interface Leaf {
  readonly content: Buffer;
  readonly encoding: string;
  readonly lines: readonly string[];
}

/** A message as it was generated: one character an octet. */
export interface Generated {
  readonly raw: string;
  readonly leaves: readonly Leaf[];
}

const octet = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
const octets = (maxLength: number) => fc.array(octet, { maxLength }).map((all) => all.join(""));
const lines = fc.array(fc.stringMatching(/^[ -,./-~]{0,90}$/), { maxLength: 5 });
const endings = fc.constantFrom("\r\n", "\n");

/** Values that headers have, should not have, and that somebody hopes to smuggle in. */
const value = fc.oneof(
  fc.constantFrom(
    "Jane Roe <jane@patient.example>",
    '"Roe, Jane" <jane@patient.example>, john@patient.example',
    "Family: a@b.example, <c@d.example>;",
    "undisclosed-recipients:;",
    "=?utf-8?B?SsO8cmc=?= <j@x.example>",
    "=?utf-8?Q?a=0D=0ABcc:_e=40e.example?=",
    "<<a@b>> (c (d) \\) @@, ;:",
    "a\r\n b\r\n\tc",
    "\r\n \r\n x",
    "x\rBcc: evil@evil.example",
    "no",
    "",
  ),
  fc.stringMatching(/^[ -~]{0,200}$/),
  fc.array(fc.stringMatching(/^[!-~]{0,30}$/), { maxLength: 80 }).map((words) => words.join(" ")),
  fc.integer({ min: 900, max: 3000 }).map((length) => "t".repeat(length)),
  octets(60).map((text) => text.replace(/\n/g, "")),
  fc
    .string({ unit: "grapheme", maxLength: 60 })
    .map((text) => Buffer.from(text.replace(/[\r\n]/g, "")).toString("latin1")),
);

const name = fc.oneof(
  fc.constantFrom(
    ..."From Reply-To To Cc Bcc Subject Date Message-ID Sender Return-Path References In-Reply-To".split(" "),
    ..."Received DKIM-Signature X-SES-Configuration-Set MIME-Version List-Id Auto-Submitted".split(" "),
    ..."X-Original-From X-OpenEMR-Verdicts Precedence Thread-Topic Delivered-To X-Mailer".split(" "),
  ),
  fc.stringMatching(/^X-[A-Za-z0-9-]{1,60}$/),
);

/** A field; its name in any case, perhaps with space after it. */
export const field = fc
  .tuple(name, fc.constantFrom("", "upper", "lower"), fc.constantFrom(":", ": ", " :", ":\t"), value)
  .map(([title, letters, colon, text]) => {
    const written =
      letters === "upper" ? title.toUpperCase() : letters === "lower" ? title.toLowerCase() : title;
    return `${written}${colon}${text}`;
  });

/** A text under a header with anything in it but what says how to read the text. */
export const headerSoup: fc.Arbitrary<Generated> = fc
  .tuple(fc.array(field, { maxLength: 25 }), lines)
  .map(([fields, text]) => ({ raw: [...fields, "", ...text, ""].join("\r\n"), leaves: [] }));

const content = fc.oneof(
  lines.chain((text) => endings.map((ending) => text.join(ending))),
  octets(300),
  fc.integer({ min: 950, max: 2500 }).map((length) => "word ".repeat(length / 5)),
  fc.string({ unit: "grapheme", maxLength: 80 }).map((text) => Buffer.from(text).toString("latin1")),
);

/** A leaf with a name, so that a reader shows it as a file, and with its octets untouched. */
const leaf: fc.Arbitrary<Leaf> = fc
  .record({
    type: fc.constantFrom("text/plain", "text/html; charset=utf-8", "application/octet-stream", "image/png"),
    encoding: fc.constantFrom("base64", "BASE64", "quoted-printable", "8bit", "7bit", "binary", ""),
    oneLine: fc.boolean(),
    text: content,
  })
  .map(({ type, encoding, oneLine, text }) => {
    // A line that begins with hyphens would be a delimiter, and was written by no program.
    const clean = text.replace(/(^|\n)--/g, "$1- -");
    const header = [
      `Content-Type: ${type}`,
      "Content-Disposition: attachment; filename=leaf",
      ...(encoding && [`Content-Transfer-Encoding: ${encoding}`]),
    ];
    return {
      content: Buffer.from(clean, "latin1"),
      encoding: encoding.toLowerCase(),
      lines: [...header, "", encode(clean, encoding.toLowerCase(), oneLine)],
    };
  });

function encode(text: string, encoding: string, oneLine: boolean): string {
  if (encoding === "base64") return oneLine ? Buffer.from(text, "latin1").toString("base64") : base64(text);
  if (encoding !== "quoted-printable") return text;
  const hex = (char: string) => `=${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
  const all = text.replace(/[^!-<>-~]/g, hex);
  return oneLine ? all : all.replace(/((?:=..|[^=]){24})/g, "$1=\r\n");
}

interface Tree {
  readonly lines: readonly string[];
  readonly leaves: readonly Leaf[];
}

const { tree } = fc.letrec<{ tree: Tree; group: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf.map((one): Tree => ({ lines: one.lines, leaves: [one] })),
    tie("group"),
  ),
  group: fc
    .record({
      kind: fc.constantFrom("mixed", "mixed", "alternative", "related", "signed"),
      boundary: fc.stringMatching(/^=_[A-Za-z0-9'()+_,./:=?]{8,40}$/),
      trees: fc.array(tie("tree"), { minLength: 1, maxLength: 4 }),
      preamble: fc.constantFrom([], ["This is a multipart message."]),
    })
    .map(({ kind, boundary, trees, preamble }) => ({
      lines: [
        `Content-Type: multipart/${kind}; boundary="${boundary}"`,
        "",
        ...preamble,
        ...trees.flatMap((one) => [`--${boundary}`, ...one.lines]),
        `--${boundary}--`,
      ],
      leaves: trees.flatMap(({ leaves }) => leaves),
    })),
}));

/** A message with parts of all kinds. */
export const mimeTree: fc.Arbitrary<Generated> = tree.map(({ lines: all, leaves }) => ({
  raw: ["From: Jane Roe <jane@patient.example>", "MIME-Version: 1.0", ...all, ""].join("\r\n"),
  leaves,
}));

/** Damage: a slice of a text is left out, written twice, or replaced by octets. */
export function damaged(texts: readonly string[]): fc.Arbitrary<string> {
  const cut = fc.record({
    at: fc.nat(),
    length: fc.nat({ max: 80 }),
    twice: fc.boolean(),
    instead: octets(10),
  });
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(cut, { minLength: 1, maxLength: 6 }))
    .map(([text, cuts]) =>
      cuts.reduce((damagedText, { at, length, twice, instead }) => {
        const start = at % (damagedText.length + 1);
        const slice = damagedText.slice(start, start + length);
        return `${damagedText.slice(0, start)}${twice ? slice + slice : instead}${damagedText.slice(start + length)}`;
      }, text),
    );
}
