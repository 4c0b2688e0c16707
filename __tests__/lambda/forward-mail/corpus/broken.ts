import {
  base64,
  EVERY_OCTET,
  MULTIPART,
  message,
  octets,
  parts,
  type Specimen,
  utf8,
  withOrdinary,
} from "./specimen";

const lineFeeds = (raw: Buffer) => octets(raw.toString("latin1").replace(/\r\n/g, "\n"));
const binary = (name: string, encoding: string, content: string) => [
  "Content-Type: application/octet-stream",
  `Content-Disposition: attachment; filename=${name}`,
  `Content-Transfer-Encoding: ${encoding}`,
  "",
  content,
];
const everyOctet = EVERY_OCTET.toString("latin1");

export const BROKEN: readonly Specimen[] = [
  { name: "nothing at all", raw: octets(""), from: "jane@patient.example", subject: null },
  {
    name: "only fields, without an empty line",
    raw: octets(withOrdinary([]).join("\r\n")),
  },
  { name: "only fields, with an empty line", raw: octets(`${withOrdinary([]).join("\r\n")}\r\n\r\n`) },
  {
    name: "only text",
    raw: octets("Hello, this is Jane.\r\nI need a refill.\r\n"),
    form: "attachment",
    from: "jane@patient.example",
    subject: null,
  },
  {
    name: "no empty line between header and text",
    raw: octets(`${withOrdinary([]).join("\r\n")}\r\nHello, this is Jane.\r\n`),
    form: "attachment",
  },
  {
    name: "a first line that continues nothing",
    raw: octets(` continued\r\n${message([]).toString("latin1")}`),
    form: "attachment",
  },
  {
    name: "only line feeds",
    raw: lineFeeds(
      message(MULTIPART, parts("b1", ["", "Text", "more"], binary("a.bin", "base64", base64(EVERY_OCTET)))),
    ),
    verbatim: false,
    text: "Text\nmore",
    attachments: [{ name: "a.bin", content: EVERY_OCTET }],
  },
  {
    name: "line feeds among other line ends, also in a file",
    raw: message(MULTIPART, parts("b1", ["", "one\ntwo"], binary("a.bin", "7bit", "one\ntwo\r\nthree"))),
    verbatim: false,
    text: "one\ntwo",
    attachments: [{ name: "a.bin", content: "one\ntwo\r\nthree" }],
  },
  {
    name: "only carriage returns",
    raw: message([], "one\rtwo"),
    verbatim: false,
  },
  {
    name: "NUL in text",
    raw: message([], "a\0b"),
    verbatim: false,
  },
  {
    name: "text in a line of 5,000 octets",
    raw: message(["MIME-Version: 1.0", "Content-Type: text/html"], `<p>${"word ".repeat(1000)}</p>`),
    verbatim: false,
  },
  { name: "a line of 998 octets", raw: message([], "x".repeat(998)) },
  { name: "a line of 999 octets", raw: message([], "x".repeat(999)), verbatim: false },
  {
    name: "base64 in one line, and quoted-printable in a long one",
    raw: message(
      MULTIPART,
      parts(
        "b1",
        [
          "Content-Type: text/plain; charset=utf-8",
          "Content-Transfer-Encoding: Quoted-Printable",
          "",
          "f=C3=BCr ".repeat(200),
        ],
        binary("a.bin", "BASE64", EVERY_OCTET.toString("base64")),
      ),
    ),
    verbatim: false,
    text: "für für",
    attachments: [{ name: "a.bin", content: EVERY_OCTET }],
  },
  {
    name: "8 bits in quoted-printable",
    raw: message(
      [
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
      ],
      utf8("f=C3=BCr für"),
    ),
    verbatim: false,
    text: "für für",
  },
  {
    name: "every octet as it is, called binary, 8bit, 7bit and nothing",
    raw: message(
      MULTIPART,
      parts(
        "b1",
        ...["binary", "8bit", "7bit", ""].map((encoding) => binary(`${encoding}.bin`, encoding, everyOctet)),
      ),
    ),
    verbatim: false,
    attachments: ["binary", "8bit", "7bit", ""].map((encoding) => ({
      name: `${encoding}.bin`,
      content: EVERY_OCTET,
    })),
  },
  {
    name: "an encoding of its own, and one with lines too long to send",
    raw: message(MULTIPART, parts("b1", binary("a.uue", "x-uuencode", "begin 644 a\r\n#86)C\r\n`\r\nend"))),
  },
  {
    name: "an encoding of its own with lines too long to send",
    raw: message(MULTIPART, parts("b1", binary("a.uue", "x-own", "x".repeat(1500)))),
    form: "attachment",
  },
  {
    name: "parts without an end",
    raw: message(MULTIPART, ["--b1", "", "Text", "--b1", ...binary("a.bin", "base64", base64(EVERY_OCTET))]),
    text: "Text",
    attachments: [{ name: "a.bin", content: EVERY_OCTET }],
  },
  {
    name: "parts within parts without an end",
    raw: message(MULTIPART, [
      "--b1",
      "Content-Type: multipart/alternative; boundary=b2",
      "",
      "--b2",
      "",
      "Text",
      "--b1--",
    ]),
    text: "Text",
  },
  {
    name: "parts without a boundary",
    raw: message(["MIME-Version: 1.0", "Content-Type: multipart/mixed"], "Text"),
  },
  { name: "a boundary that never comes", raw: message(MULTIPART, "Text") },
  {
    name: "a type that is none",
    raw: message(["MIME-Version: 1.0", "Content-Type: ;;; =", "Content-Transfer-Encoding: ???"]),
  },
  {
    name: "a field whose name is too long to send",
    raw: message([`X-${"n".repeat(1000)}: x`]),
    form: "attachment",
  },
  {
    name: "a type that cannot be folded",
    raw: message(["MIME-Version: 1.0", `Content-Type: text/plain; name="${"n".repeat(3000)}"`]),
    form: "attachment",
  },
  {
    name: "a part whose header is too long to send",
    raw: message(
      MULTIPART,
      parts("b1", [`Content-Type: text/plain; name="${"n".repeat(3000)}"`, "", "Text"]),
    ),
    form: "attachment",
  },
  {
    name: "parts without headers and without contents",
    raw: message(MULTIPART, [
      "--b1",
      "--b1",
      "",
      "--b1",
      "Content-Type: text/html",
      "--b1",
      "",
      "x",
      "--b1--",
    ]),
    form: "attachment",
  },
  {
    name: "a last part that is but a header",
    raw: message(MULTIPART, ["--b1", "", "Text", "--b1", "Content-Type: text/html", "--b1--"]),
    form: "attachment",
  },
  {
    name: "1,200 parts",
    raw: message(MULTIPART, parts("b1", ...Array.from({ length: 1200 }, () => ["", "x"]))),
    form: "attachment",
    from: "jane@patient.example",
    subject: null,
  },
  {
    name: "a header of a million octets",
    raw: message(Array.from({ length: 17_000 }, (_, i) => `X-Filler-${i}: ${"x".repeat(60)}`)),
    form: "attachment",
    from: "jane@patient.example",
    subject: null,
  },
];
