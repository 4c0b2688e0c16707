/**
 * AWS publishes the purpose of its managed rules and not their patterns. This is what it documents, rule by rule (AWS WAF
 * Developer Guide, "Baseline rule groups" and "Use-case specific rule groups", read on 2026-11-29), with its examples as
 * patterns, and where public reports show more, what they show:
 *
 * - `localhost` and 127.0.0.1 count as attempts to reach the metadata service: awslabs/nx-plugin-for-aws 1016,
 *   kirill-markin/expense-budget-tracker 280.
 * - An address by number in a JSON body counts as a remote file: kirill-markin/expense-budget-tracker 280.
 *
 * AWS finds more than this. So it proves what passes only for the rules that these requests are known to meet.
 */
import type { WebRequest } from "./request";

export interface ManagedRule {
  readonly name: string;
  readonly label: string;
  readonly matches: (request: WebRequest) => boolean;
}

const KB = 1024;

/** The part that the rules read of a body in front of a load balancer; longer ones are read so far ("Continue"). */
const INSPECTED_BODY = 8 * KB;

const COMPONENTS: Readonly<Record<string, (request: WebRequest) => readonly string[]>> = {
  BODY: ({ body }) => [body.slice(0, INSPECTED_BODY)],
  COOKIE: ({ headers }) => [headers.cookie ?? ""],
  HEADER: ({ headers }) => Object.values(headers),
  QUERYARGUMENTS: ({ query }) => [...new URLSearchParams(query).values()],
  QUERYSTRING: ({ query }) => [query],
  URIPATH: ({ path }) => [path],
};

/** The rules are documented to look behind encodings; how often they decode is not. */
function decodings(text: string): string[] {
  const unescaped = text
    .replaceAll("\\/", "/")
    .replaceAll(/\\u00(..)/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
  const decoded = unescaped.replaceAll(/%([0-9a-f]{2})/gi, (_, code) =>
    String.fromCharCode(parseInt(code, 16)),
  );
  return [text, unescaped, decoded, decoded.replaceAll("+", " ")];
}

function pattern(group: string, name: string, label: string, expression: RegExp): ManagedRule {
  const component = COMPONENTS[name.split("_").pop()!]!;
  const matches = (request: WebRequest) =>
    component(request).some((value) => decodings(value).some((text) => expression.test(text)));
  return { name, label: `awswaf:managed:aws:${group}:${label}`, matches };
}

const core = (name: string, label: string, expression: RegExp) =>
  pattern("core-rule-set", name, label, expression);
const size = (name: string, label: string, holds: (request: WebRequest) => boolean): ManagedRule => ({
  name,
  label: `awswaf:managed:aws:core-rule-set:${label}`,
  matches: holds,
});

const SSRF = /169\.254\.169\.254|localhost|127\.0\.0\.1|instance-data|metadata\.google/i;
const LFI = /\.\.[/\\]\.\.[/\\]/;
const RFI = /(https?|ftps?|file):\/\/\d+\.\d+\.\d+\.\d+/i;
const XSS = /<script|javascript:|<\w+[^>]*\son\w+\s*=/i;
const EXTENSION = /\.(log|ini)$/i;
const SQL = /['"]\s*(or|and)\s+['"]?\d+['"]?\s*=|union\s+(all\s+)?select|;\s*drop\s+table|sleep\(\d+\)/i;
const LOG4J = /\$\{jndi:/i;
const JAVA = /\(java\.lang\.runtime\)/i;

export const MANAGED: Readonly<Record<string, readonly ManagedRule[]>> = {
  AWSManagedRulesCommonRuleSet: [
    size("NoUserAgent_HEADER", "NoUserAgent_Header", ({ headers }) => !headers["user-agent"]),
    size("UserAgent_BadBots_HEADER", "BadBots_Header", ({ headers }) =>
      /nessus|nmap/i.test(headers["user-agent"] ?? ""),
    ),
    size("SizeRestrictions_QUERYSTRING", "SizeRestrictions_QueryString", ({ query }) => query.length > 2048),
    size(
      "SizeRestrictions_Cookie_HEADER",
      "SizeRestrictions_Cookie_Header",
      ({ headers }) => (headers.cookie ?? "").length > 10_240,
    ),
    size(
      "SizeRestrictions_BODY",
      "SizeRestrictions_Body",
      ({ body }) => Buffer.byteLength(body) > INSPECTED_BODY,
    ),
    size("SizeRestrictions_URIPATH", "SizeRestrictions_URIPath", ({ path }) => path.length > 1024),
    core("EC2MetaDataSSRF_BODY", "EC2MetaDataSSRF_Body", SSRF),
    core("EC2MetaDataSSRF_COOKIE", "EC2MetaDataSSRF_Cookie", SSRF),
    core("EC2MetaDataSSRF_URIPATH", "EC2MetaDataSSRF_URIPath", SSRF),
    core("EC2MetaDataSSRF_QUERYARGUMENTS", "EC2MetaDataSSRF_QueryArguments", SSRF),
    core("GenericLFI_QUERYARGUMENTS", "GenericLFI_QueryArguments", LFI),
    core("GenericLFI_URIPATH", "GenericLFI_URIPath", LFI),
    core("GenericLFI_BODY", "GenericLFI_Body", LFI),
    core("RestrictedExtensions_URIPATH", "RestrictedExtensions_URIPath", EXTENSION),
    core("RestrictedExtensions_QUERYARGUMENTS", "RestrictedExtensions_QueryArguments", EXTENSION),
    core("GenericRFI_QUERYARGUMENTS", "GenericRFI_QueryArguments", RFI),
    core("GenericRFI_BODY", "GenericRFI_Body", RFI),
    core("GenericRFI_URIPATH", "GenericRFI_URIPath", RFI),
    core("CrossSiteScripting_COOKIE", "CrossSiteScripting_Cookie", XSS),
    core("CrossSiteScripting_QUERYARGUMENTS", "CrossSiteScripting_QueryArguments", XSS),
    core("CrossSiteScripting_BODY", "CrossSiteScripting_Body", XSS),
    core("CrossSiteScripting_URIPATH", "CrossSiteScripting_URIPath", XSS),
  ],
  AWSManagedRulesKnownBadInputsRuleSet: [
    ...(["HEADER", "BODY", "URIPATH", "QUERYSTRING"] as const).flatMap((part) => [
      pattern("known-bad-inputs", `JavaDeserializationRCE_${part}`, `JavaDeserializationRCE_${part}`, JAVA),
      pattern("known-bad-inputs", `Log4JRCE_${part}`, `Log4JRCE_${part}`, LOG4J),
    ]),
    {
      name: "Host_localhost_HEADER",
      label: "awswaf:managed:aws:known-bad-inputs:Host_Localhost_Header",
      matches: ({ headers }) => /localhost/.test(headers.host ?? ""),
    },
    {
      name: "PROPFIND_METHOD",
      label: "awswaf:managed:aws:known-bad-inputs:Propfind_Method",
      matches: ({ method }) => method === "PROPFIND",
    },
    pattern("known-bad-inputs", "ExploitablePaths_URIPATH", "ExploitablePaths_URIPath", /web-inf/i),
  ],
  AWSManagedRulesSQLiRuleSet: [
    pattern("sql-database", "SQLi_QUERYARGUMENTS", "SQLi_QueryArguments", SQL),
    pattern(
      "sql-database",
      "SQLiExtendedPatterns_QUERYARGUMENTS",
      "SQLiExtendedPatterns_QueryArguments",
      SQL,
    ),
    pattern("sql-database", "SQLi_BODY", "SQLi_Body", SQL),
    pattern("sql-database", "SQLiExtendedPatterns_BODY", "SQLiExtendedPatterns_Body", SQL),
    pattern("sql-database", "SQLi_COOKIE", "SQLi_Cookie", SQL),
    pattern("sql-database", "SQLi_URIPATH", "SQLi_URIPath", SQL),
  ],
  // By address: no request of a test comes from one with a bad reputation.
  AWSManagedRulesAmazonIpReputationList: [],
};
