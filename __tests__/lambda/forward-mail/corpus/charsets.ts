import { base64, EVERY_OCTET, MULTIPART, message, parts, type Specimen, utf8 } from "./specimen";

const encoded = ["MIME-Version: 1.0", "Content-Transfer-Encoding: 8bit"];
/** 日本語 and 中文 as programs in Japan and China write them. */
const ISO_2022_JP = "\x1b$BF|K\\8l\x1b(B";
const SHIFT_JIS = "\x93\xfa\x96\x7b\x8c\xea";
const GB18030 = "\xd6\xd0\xce\xc4";
const UTF_16 = Buffer.from("\ufeffBefund: 37,5 °C\r\n", "utf16le");

export const CHARSETS: readonly Specimen[] = [
  {
    name: "UTF-8 in 8 bits",
    raw: message([...encoded, "Content-Type: text/plain; charset=utf-8"], utf8("Grüße, 日本語 🩺")),
    verbatim: false,
    text: "Grüße, 日本語 🩺",
  },
  {
    name: "windows-1252 in 8 bits",
    raw: message([...encoded, "Content-Type: text/plain; charset=windows-1252"], "5 \x80 f\xfcr \x84Tee\x93"),
    verbatim: false,
    text: "für",
  },
  {
    name: "encoded words beside octets that are not encoded",
    raw: message([
      utf8("Subject: =?utf-8?Q?R=C3=BCckfrage?= für Freitag"),
      utf8("X-Note: für =?utf-8?B?w7w=?= ö"),
    ]),
    subject: "Rückfrage für Freitag",
    fields: { "x-note": "für ü ö" },
  },
  {
    name: "encoded words with octets that are not encoded",
    raw: message([
      utf8("Subject: =?utf-8?Q?Rückfrage?= Freitag"),
      "From: =?iso-8859-1?q?J\xfcrg_M=FCller?= <jane@patient.example>",
    ]),
    from: "Jürg Müller",
    subject: "Rückfrage Freitag",
  },
  {
    name: "what looks like an encoded word, encoded, beside octets that are not",
    raw: message([utf8("Subject: für =?utf-8?Q?=3D=3Futf-8=3FQ=3Fx=3F=3D?=")]),
    subject: "für =?utf-8?Q?x?=",
  },
  {
    name: "a line end in an encoded word beside octets that are not encoded",
    raw: message([utf8("Subject: für =?utf-8?Q?a=0D=0ABcc:_e=40e.example?=")]),
    subject: "für a Bcc: e@e.example",
    dropped: ["bcc"],
  },
  {
    name: "8 bits that nothing explains",
    raw: message([], "f\xfcr"),
    verbatim: false,
  },
  {
    name: "windows-1252 in quoted-printable",
    raw: message(
      [
        "MIME-Version: 1.0",
        "Content-Transfer-Encoding: quoted-printable",
        "Content-Type: text/plain; charset=windows-1252",
      ],
      "5 =80",
    ),
  },
  {
    name: "ISO-2022-JP, in the header, too",
    raw: message(
      [
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=ISO-2022-JP",
        `Subject: =?ISO-2022-JP?B?${base64(ISO_2022_JP)}?=`,
        `From: =?iso-2022-jp?B?${base64(ISO_2022_JP)}?= <jane@patient.example>`,
      ],
      ISO_2022_JP,
    ),
    from: "日本語",
    subject: "日本語",
    text: "日本語",
  },
  {
    name: "Shift_JIS in 8 bits",
    raw: message([...encoded, "Content-Type: text/plain; charset=Shift_JIS"], SHIFT_JIS),
    verbatim: false,
    text: "日本語",
  },
  {
    name: "GB18030 in 8 bits, and in the header",
    raw: message(
      [
        ...encoded,
        "Content-Type: text/html; charset=GB18030",
        `From: =?GB18030?B?${base64(GB18030)}?= <jane@patient.example>`,
        `Subject: =?gb2312?Q?=D6=D0=CE=C4?=`,
      ],
      `<p>${GB18030}</p>`,
    ),
    verbatim: false,
    from: "中文",
    subject: "中文",
    text: "中文",
  },
  {
    name: "KOI8-R and Big5 in names",
    raw: message([
      "From: =?koi8-r?B?6dfBzg==?= <jane@patient.example>",
      "Reply-To: =?big5?B?pKSk5Q==?= <jane@patient.example>",
    ]),
    from: "Иван",
  },
  {
    name: "a charset that nobody knows, and UTF-7",
    raw: message([
      "From: =?x-martian?Q?J=E4ne?= <jane@patient.example>",
      "Subject: =?utf-7?Q?+ADw-b+AD4-?=",
      "Content-Type: text/plain; charset=x-martian",
    ]),
    from: "J\ufffdne",
    subject: "+ADw-b+AD4-",
  },
  {
    name: "an encoded word that ends within a character",
    raw: message(["From: =?utf-8?B?SsM=?= =?utf-8?B?vHJn?= <jane@patient.example>"]),
    from: "Jürg",
  },
  {
    name: "UTF-8 in the header as it is",
    raw: message([utf8("Subject: Überweisung 日本語"), utf8("From: Jörg Müller <jane@patient.example>")]),
    from: "Jörg Müller",
    subject: "Überweisung 日本語",
  },
  {
    name: "windows-1252 in the header as it is",
    raw: message(["Subject: \xdcberweisung \x80", "From: J\xf6rg \x84J\x93 <jane@patient.example>"]),
    from: "Jörg „J“",
    subject: "Überweisung €",
  },
  {
    name: "names of files by RFC 2231, RFC 2047 and as they are",
    raw: message(MULTIPART, [
      ...parts(
        "b1",
        ["", "See attached."],
        [
          "Content-Type: application/pdf",
          "Content-Disposition: attachment; filename*0*=utf-8''Befund%20;",
          " filename*1*=%C3%BC.pdf",
          "Content-Transfer-Encoding: base64",
          "",
          base64(EVERY_OCTET),
        ],
        ['Content-Type: text/csv; name="=?utf-8?B?w7wuY3N2?="', "", "a,b"],
        [
          utf8('Content-Type: image/png; name="ü.png"'),
          "Content-Transfer-Encoding: base64",
          "",
          base64("png"),
        ],
      ),
    ]),
    attachments: [
      { name: "Befund ü.pdf", content: EVERY_OCTET },
      { name: "ü.csv", content: "a,b\n" },
      { name: "ü.png", content: "png" },
    ],
  },
  {
    name: "UTF-16 in base64 and as it is",
    raw: message(MULTIPART, [
      ...parts(
        "b1",
        [
          "Content-Type: text/plain; charset=utf-16le",
          "Content-Disposition: attachment; filename=one.txt",
          "Content-Transfer-Encoding: base64",
          "",
          base64(UTF_16),
        ],
        [
          "Content-Type: text/plain; charset=utf-16le",
          "Content-Disposition: attachment; filename=two.txt",
          "Content-Transfer-Encoding: binary",
          "",
          UTF_16.toString("latin1"),
        ],
      ),
    ]),
    verbatim: false,
    attachments: [
      { name: "one.txt", content: UTF_16 },
      { name: "two.txt", content: UTF_16 },
    ],
  },
];
