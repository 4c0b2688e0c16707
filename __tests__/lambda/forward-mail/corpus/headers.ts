import { message, octets, type Specimen, utf8 } from "./specimen";

const long = (word: string, times: number) => Array.from({ length: times }, () => word).join(" ");

export const HEADERS: readonly Specimen[] = [
  { name: "an ordinary message", raw: message([]), text: "Hello" },
  {
    name: "no From: the envelope tells the sender",
    raw: octets("To: help@clinic.example\r\nSubject: Refill\r\n\r\nHello\r\n"),
    from: "jane@patient.example",
  },
  {
    name: "neither From nor a sender in the envelope",
    raw: octets("Subject: Refill\r\n\r\nHello\r\n"),
    source: "",
    from: "Unknown sender",
    replyTo: ["help@clinic.example"],
  },
  {
    name: "no Subject",
    raw: octets("From: Jane Roe <jane@patient.example>\r\n\r\nHello\r\n"),
    subject: null,
  },
  {
    name: "an empty Subject",
    raw: message(["Subject:"]),
    subject: null,
    fields: { subject: "" },
  },
  {
    name: "names in capitals and in small letters",
    raw: octets(
      "FROM: Jane Roe <jane@patient.example>\r\nsubject: Refill\r\ncc: bob@patient.example\r\n\r\nHello\r\n",
    ),
    fields: { cc: "bob@patient.example", to: "help@clinic.example" },
  },
  {
    name: "names with space before the colon",
    raw: message(["Subject : Refill", "X-Clinic  : north"]),
    fields: { "x-clinic": "north" },
  },
  {
    name: "folded fields, also in the address",
    raw: message(["From: Jane\r\n Roe\r\n\t<jane@patient.example>", "Subject: Re\r\n fill"]),
    subject: "Re fill",
  },
  {
    name: "folding that leaves a line of spaces",
    raw: message(["Subject: Refill\r\n \r\n now", "X-After: here"]),
    subject: "Refill now",
    fields: { "x-after": "here" },
  },
  {
    name: "fields twice that may be there once",
    raw: message([
      "Subject: Refill",
      "Subject: Second",
      "Message-ID: <1@patient.example>",
      "Message-ID: <2@patient.example>",
      "Content-Type: text/plain",
      "Content-Type: text/html",
      "MIME-Version: 1.0",
      "MIME-Version: 1.0",
      "List-Unsubscribe: <https://one.example>",
      "List-Unsubscribe: <https://two.example>",
    ]),
    fields: { "list-unsubscribe": "<https://one.example>", "content-type": "text/plain" },
  },
  {
    name: "several authors and several Reply-To",
    raw: message([
      "From: Jane Roe <jane@patient.example>, John Doe <john@patient.example>",
      "From: third@patient.example",
      'Reply-To: family@patient.example, "Roe, Jane" <jane@patient.example>',
      "Reply-To: <john@patient.example>",
      "Sender: office@patient.example",
    ]),
    replyTo: ["family@patient.example", "jane@patient.example", "john@patient.example"],
    fields: { "x-original-sender": "office@patient.example" },
    dropped: ["sender"],
  },
  {
    name: "an author without an address",
    raw: message(["From: Jane Roe"]),
  },
  {
    name: "an author whose name is an address",
    raw: message(['From: "boss@clinic.example" <jane@patient.example>']),
    from: "boss@clinic.example",
  },
  {
    name: "a name in an old comment",
    raw: message(["From: jane@patient.example (Jane Roe)"]),
  },
  {
    name: "a name with quotes, backslashes and a comma",
    raw: message([String.raw`From: "Roe, \"J\\J\" Jane" <jane@patient.example>`]),
    from: String.raw`Roe, "J\J" Jane`,
  },
  {
    name: "a name that turns the writing round, and one of 500 letters",
    raw: message([
      `From: =?utf-8?B?${Buffer.from("\u202Eenaj\u200B").toString("base64")}?= <jane@patient.example>`,
    ]),
    from: "enaj",
  },
  {
    name: "a name of 500 letters",
    raw: message([`From: ${"J".repeat(500)} <jane@patient.example>`]),
    from: "J".repeat(50),
  },
  {
    name: "line breaks in an encoded name and subject",
    raw: message([
      `From: =?utf-8?Q?Jane=0D=0ABcc=3A_evil=40evil.example?= <jane@patient.example>`,
      `Subject: =?utf-8?Q?Refill?=`,
    ]),
    from: "Jane Bcc: evil@evil.example",
    dropped: ["bcc"],
  },
  {
    name: "a domain beyond ASCII, and a mailbox beyond it",
    raw: message([utf8("From: Jürgen <j@praxis-münchen.example>"), utf8("Reply-To: jürgen@patient.example")]),
    from: "Jürgen",
    replyTo: ["j@xn--praxis-mnchen-3ob.example"],
  },
  {
    name: "addresses that SES refuses",
    raw: message([
      "From: Jane Roe <jane..roe.@docomo.example>",
      "Reply-To: <root@localhost>, <@>, jane@-x.example",
    ]),
    replyTo: ["jane@patient.example"],
    fields: { "x-original-from": "Jane Roe <jane..roe.@docomo.example>" },
  },
  {
    name: "groups, empty and full",
    raw: message([
      "To: undisclosed-recipients:;",
      "Reply-To: Family: jane@patient.example, john@patient.example;",
    ]),
    replyTo: ["jane@patient.example", "john@patient.example"],
    fields: { to: "help@clinic.example", "x-original-to": "undisclosed-recipients:;" },
  },
  {
    name: "recipients that are no addresses, and more than SES allows",
    raw: message([
      "To: help at clinic",
      `Cc: ${Array.from({ length: 60 }, (_, i) => `p${i}@patient.example`).join(", ")}`,
    ]),
    fields: { to: "help@clinic.example", "x-original-to": "help at clinic" },
    dropped: ["cc"],
  },
  {
    name: "orders to SES, addresses for bounces, signatures and traces",
    raw: message([
      "Return-Path: <evil@evil.example>",
      "Errors-To: evil@evil.example",
      "Bcc: evil@evil.example",
      "Resent-From: evil@evil.example",
      "X-SES-CONFIGURATION-SET: theirs",
      "X-SES-MESSAGE-TAGS: a=b",
      "x-ses-return-path-arn: arn:aws:ses:us-east-1:1:identity/x",
      "DKIM-Signature: v=1; d=patient.example",
      "DKIM-Signature: v=1; d=esp.example",
      "ARC-Seal: i=1; d=patient.example",
      "Authentication-Results: amazonses.com; dkim=pass",
      "Received-SPF: pass",
      "Delivered-To: desk@practice.example",
      "X-OpenEMR-Verdicts: virus=PASS",
      "Received: from a by b; Sun, 1 Mar 2026 08:30:00 +0000",
      "Disposition-Notification-To: jane@patient.example",
    ]),
    fields: {
      received: "from a by b; Sun, 1 Mar 2026 08:30:00 +0000",
      "disposition-notification-to": "jane@patient.example",
    },
    dropped: [
      ..."return-path errors-to bcc resent-from x-ses-configuration-set x-ses-message-tags".split(" "),
      ..."x-ses-return-path-arn dkim-signature arc-seal authentication-results received-spf".split(" "),
      "delivered-to",
    ],
  },
  {
    name: "what SES overwrites is kept under another name",
    raw: message(["References: <0@patient.example>"]),
    fields: {
      "x-original-message-id": "<1@patient.example>",
      "x-original-date": "Sun, 1 Mar 2026 08:30:00 +0000",
      references: "<0@patient.example> <1@patient.example>",
    },
    dropped: ["date", "message-id"],
  },
  {
    name: "references of 300 messages in one line",
    raw: message([`References: ${long("<0@patient.example>", 300)}`]),
    fields: { references: `${long("<0@patient.example>", 300)} <1@patient.example>` },
  },
  {
    name: "a subject of 5,000 letters, and a field that cannot be folded",
    raw: message([`Subject: ${long("Refill", 715)}`, `X-Token: ${"t".repeat(5000)}`]),
    subject: long("Refill", 715),
    fields: { "x-token": "t".repeat(5000) },
  },
  {
    name: "a subject of 5,000 letters in one word",
    raw: message([`Subject: ${"Refill".repeat(800)}`]),
    subject: "Refill".repeat(800),
  },
  {
    name: "control characters in the subject",
    raw: message(["Subject: Re\0fill\u0007", "X-Bare: a\rBcc: evil@evil.example"]),
    subject: "Re fill",
    fields: { "x-bare": "a Bcc: evil@evil.example" },
    dropped: ["bcc"],
  },
  {
    name: "a line of a mailbox file before the header",
    raw: octets(`From jane@patient.example Sun Mar  1 08:30:00 2026\r\n${message([]).toString("latin1")}`),
  },
];
