import { refuseTwoIdentities } from "./identity";

/** Milliseconds until a connection stands. */
const CONNECTION_LIMIT = 10_000;

/** Milliseconds for which a connection may be silent; without a limit, a request of before a machine slept waits for hours. */
const SILENCE_LIMIT = 60_000;

/**
 * Settings of a client of AWS that ends a request where the network or a region is silent, so that it is made again.
 *
 * @param region `undefined` for that of the AWS configuration
 * @throws UserError where Terraform would have other credentials
 */
export function clientSettings(region: string | undefined, silence = SILENCE_LIMIT) {
  refuseTwoIdentities(process.env);
  return { region, requestHandler: { connectionTimeout: CONNECTION_LIMIT, socketTimeout: silence } };
}
