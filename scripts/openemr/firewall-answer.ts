/**
 * Whether an answer is the one that the load balancer gives in place of OpenEMR when the web application firewall
 * blocks a request: Apache, in front of OpenEMR, names itself in the same header.
 *
 * @param server the header `Server` of the answer
 */
export function isFirewallBlock(status: number, server: string | null | undefined): boolean {
  return status === 403 && (server ?? "").startsWith("awselb");
}
