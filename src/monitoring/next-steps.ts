/** The look that a person begins with. */
export const STATUS = "npm run status -- <environment>";

/** How settings are raised, as the rest of a sentence. */
export function raise(variables: string): string {
  return `raise ${variables} in environments/<environment>.tfvars, and run npm run deploy -- <environment>`;
}

/** How AWS is asked for more of what a quota limits. @param code see Service Quotas */
export function askForMore(service: string, code: string): string {
  return `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value <number>`;
}
