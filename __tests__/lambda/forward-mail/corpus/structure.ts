import { base64, EVERY_OCTET, MULTIPART, message, parts, type Specimen, utf8 } from "./specimen";

const attached = (type: string, name: string, content: Buffer | string) => [
  `Content-Type: ${type}; name=${name}`,
  `Content-Disposition: attachment; filename=${name}`,
  "Content-Transfer-Encoding: base64",
  "",
  base64(content),
];
const inner = message(["Subject: Inner"], "Inner text").toString("latin1").trimEnd();
const signed = (protocol: string, content: readonly string[], signature: readonly string[]) =>
  message(
    [
      "MIME-Version: 1.0",
      `Content-Type: multipart/signed; boundary=s1; micalg=sha-256; protocol="${protocol}"`,
    ],
    parts("s1", content, signature),
  );
const PGP_SIGNATURE = [
  'Content-Type: application/pgp-signature; name="signature.asc"',
  "",
  "-----BEGIN PGP SIGNATURE-----",
  "",
  "iQEzBAEBCAAdFiEE",
  "-----END PGP SIGNATURE-----",
];

export const STRUCTURE: readonly Specimen[] = [
  {
    name: "mixed, related and alternative, one in the other",
    raw: message(
      MULTIPART,
      parts(
        "b1",
        [
          "Content-Type: multipart/related; boundary=b2",
          "",
          ...parts(
            "b2",
            [
              "Content-Type: multipart/alternative; boundary=b3",
              "",
              ...parts("b3", ["", "Plain"], ["Content-Type: text/html", "", '<p>HTML <img src="cid:i"></p>']),
            ],
            [
              "Content-Type: image/png",
              "Content-ID: <i>",
              "Content-Transfer-Encoding: base64",
              "",
              base64(EVERY_OCTET),
            ],
          ),
        ],
        attached("application/pdf", "result.pdf", EVERY_OCTET),
      ),
    ),
    text: "Plain",
    attachments: [
      { name: null, content: EVERY_OCTET },
      { name: "result.pdf", content: EVERY_OCTET },
    ],
  },
  {
    name: "no MIME-Version",
    raw: message([MULTIPART[1]!], parts("b1", ["", "Text"], attached("image/png", "a.png", EVERY_OCTET))),
    text: "Text",
    attachments: [{ name: "a.png", content: EVERY_OCTET }],
  },
  {
    name: "only an attachment",
    raw: message(
      ["MIME-Version: 1.0", ...attached("application/pdf", "a.pdf", "").slice(0, 3)],
      base64(EVERY_OCTET),
    ),
    attachments: [{ name: "a.pdf", content: EVERY_OCTET }],
  },
  {
    name: "a message attached, a second one with 8 bits, and a digest",
    raw: message(
      MULTIPART,
      parts(
        "b1",
        ["", "See below."],
        ["Content-Type: message/rfc822", "Content-Disposition: attachment", "", inner],
        [
          "Content-Type: message/rfc822",
          "Content-Disposition: attachment",
          "",
          utf8("Subject: ü\r\n\r\nGrüße"),
        ],
        ["Content-Type: multipart/digest; boundary=b2", "", ...parts("b2", ["", inner], ["", inner])],
      ),
    ),
    text: "See below.",
  },
  {
    name: "a message attached whose lines are too long to send",
    raw: message(
      MULTIPART,
      parts("b1", ["Content-Type: message/rfc822", "", `Subject: x\r\n\r\n${"x".repeat(2000)}`]),
    ),
    form: "attachment",
  },
  {
    name: "S/MIME, signed",
    raw: signed(
      "application/pkcs7-signature",
      ["Content-Type: text/plain", "", "Signed text  ", "\twith blanks "],
      attached("application/pkcs7-signature", "smime.p7s", EVERY_OCTET),
    ),
    text: "Signed text",
    attachments: [{ name: "smime.p7s", content: EVERY_OCTET }],
  },
  {
    name: "S/MIME, encrypted",
    raw: message(
      [
        "MIME-Version: 1.0",
        ...attached("application/pkcs7-mime; smime-type=enveloped-data", "smime.p7m", "").slice(0, 3),
      ],
      base64(EVERY_OCTET),
    ),
    attachments: [{ name: "smime.p7m", content: EVERY_OCTET }],
  },
  {
    name: "PGP/MIME, signed",
    raw: signed("application/pgp-signature", ["", "Signed"], PGP_SIGNATURE),
    text: "Signed",
  },
  {
    name: "PGP/MIME, signed over 8 bits",
    raw: signed(
      "application/pgp-signature",
      ["Content-Type: text/plain; charset=utf-8", "", utf8("für")],
      PGP_SIGNATURE,
    ),
    text: "für",
  },
  {
    name: "PGP/MIME, signed over a line that is too long to send",
    raw: signed("application/pgp-signature", ["", "x".repeat(1200)], PGP_SIGNATURE),
    form: "attachment",
  },
  {
    name: "PGP/MIME, encrypted",
    raw: message(
      [
        "MIME-Version: 1.0",
        'Content-Type: multipart/encrypted; boundary=e1; protocol="application/pgp-encrypted"',
      ],
      parts(
        "e1",
        ["Content-Type: application/pgp-encrypted", "", "Version: 1"],
        [
          "Content-Type: application/octet-stream; name=encrypted.asc",
          "",
          "-----BEGIN PGP MESSAGE-----",
          "",
          "hQEMA",
        ],
      ),
    ),
  },
  {
    name: "PGP in the text",
    raw: message(
      [],
      ["-----BEGIN PGP SIGNED MESSAGE-----", "Hash: SHA256", "", "- -- Text", ...PGP_SIGNATURE.slice(2)],
    ),
    text: "- -- Text",
  },
  {
    name: "an invitation",
    raw: message(
      ["MIME-Version: 1.0", "Content-Type: multipart/alternative; boundary=b1"],
      parts(
        "b1",
        ["", "Come"],
        [
          "Content-Type: text/calendar; charset=utf-8; method=REQUEST",
          "",
          "BEGIN:VCALENDAR",
          "METHOD:REQUEST",
          "END:VCALENDAR",
        ],
      ),
    ),
    text: "Come",
  },
  {
    name: "winmail.dat",
    raw: message(
      MULTIPART,
      parts("b1", ["", "Text"], attached("application/ms-tnef", "winmail.dat", EVERY_OCTET)),
    ),
    attachments: [{ name: "winmail.dat", content: EVERY_OCTET }],
  },
  {
    name: "format=flowed",
    raw: message(
      ["MIME-Version: 1.0", "Content-Type: text/plain; format=flowed; delsp=yes"],
      ["one ", "two", "-- ", "me"],
    ),
  },
  {
    name: "text before the first part and after the last, in 8 bits",
    raw: message(MULTIPART, [utf8("Früher"), ...parts("b1", ["", "Text"]), utf8("Später")]),
    text: "Text",
  },
  {
    name: "a boundary with quotes and spaces, and delimiters with spaces behind",
    raw: message(
      ["MIME-Version: 1.0", 'Content-Type: Multipart/MIXED; charset=x;\r\n BOUNDARY="=_a b:(c)"'],
      ["--=_a b:(c)  ", "", "Text", "--=_a b:(c)--\t"],
    ),
    text: "Text",
  },
  {
    name: "a bounce of what OpenEMR has sent",
    raw: message(
      [
        "From: MAILER-DAEMON@mx.example",
        "Auto-Submitted: auto-replied",
        "Content-Type: multipart/report; boundary=b1; report-type=delivery-status",
      ],
      parts(
        "b1",
        ["", "There is no such mailbox."],
        [
          "Content-Type: message/delivery-status",
          "",
          "Reporting-MTA: dns; mx.example",
          "",
          "Final-Recipient: rfc822; pat@patient.example",
        ],
        [
          "Content-Type: text/rfc822-headers",
          "",
          "From: notifications@clinic.example",
          "To: pat@patient.example",
        ],
      ),
    ),
    source: "",
    from: "MAILER-DAEMON@mx.example",
    replyTo: ["MAILER-DAEMON@mx.example"],
    fields: { "auto-submitted": "auto-replied" },
    text: "There is no such mailbox.",
  },
  {
    name: "an automatic answer of a patient",
    raw: message(["Auto-Submitted: auto-replied (vacation)", "Precedence: bulk"]),
    fields: { "auto-submitted": "auto-replied (vacation)" },
  },
];
