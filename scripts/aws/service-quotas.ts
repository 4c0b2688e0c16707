import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  type ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";

/** A quota of an account in a region, by its code in Service Quotas. */
export interface Quota {
  readonly service: string;
  readonly code: string;
  /** The things that it counts, in the plural. */
  readonly what: string;
}

/** Quotas that an account meets first; AWS gives a new one 5 of each in a region. */
export const VPCS: Quota = { service: "vpc", code: "L-F678F1CE", what: "VPCs" };
export const ADDRESSES: Quota = { service: "ec2", code: "L-0263D0A3", what: "Elastic IP addresses" };

/** @returns undefined where Service Quotas gives no value */
export async function readLimit(
  client: ServiceQuotasClient,
  { service, code }: Quota,
): Promise<number | undefined> {
  const which = { ServiceCode: service, QuotaCode: code };
  try {
    return (await client.send(new GetServiceQuotaCommand(which))).Quota?.Value;
  } catch (error) {
    // An account that never had another value than AWS's default has none of its own.
    if ((error as Error).name !== "NoSuchResourceException") throw error;
    return (await client.send(new GetAWSDefaultServiceQuotaCommand(which))).Quota?.Value;
  }
}

/** The command that asks AWS for more. */
export function raise({ service, code }: Quota, to: number): string {
  return `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value ${to}`;
}
