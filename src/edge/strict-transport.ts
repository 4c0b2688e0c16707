import type { Domain } from "../dns/domain";
import { type Expression, tf } from "../terraform/expression";
import type { Https } from "./https";

/** A year, in seconds. */
const MAXIMUM_AGE = "max-age=31536000";

/**
 * Value of the header Strict-Transport-Security, by which browsers open OpenEMR over HTTPS only, for a year; an empty
 * text without HTTPS.
 *
 * It includes the names below OpenEMR's own only where that is known to be one of many in a zone. At the zone's own name
 * it would forbid plain HTTP to every name of the clinic's domain for a year, and nobody could take that back.
 */
export function strictTransport(
  https: Https,
  domain: Pick<Domain, "isGiven" | "name" | "hostName">,
): Expression<string | null> {
  const isBelowZone = tf`${domain.isGiven} && ${domain.hostName} != ${domain.name}`;
  return tf`!(${https.enabled}) ? "" : ${isBelowZone} ? ${`${MAXIMUM_AGE}; includeSubDomains`} : ${MAXIMUM_AGE}`;
}
