import { tf } from "../terraform/expression";
import type { AlarmDefinition, Metric, Watched } from "./alarm";
import { CERTIFICATE_DAYS } from "./certificate-days";
import { STATUS } from "./next-steps";

/**
 * The public address, as the function lambda/probe sees it from outside the VPC, and its certificate. Metrics: "Types of
 * metrics for Lambda functions" and "Supported CloudWatch metrics" of AWS Certificate Manager, read on 2026-11-30.
 */
export function addressAlarms(watched: Watched): AlarmDefinition[] {
  const { probes, probe, https, certificate, logNamespace } = watched;
  const ofProbe = (name: string, statistic: string): Metric => ({
    namespace: "AWS/Lambda",
    name,
    dimensions: { FunctionName: probe },
    statistic,
  });
  const seen = (name: string, statistic: string): Metric => ({
    namespace: logNamespace,
    name,
    dimensions: {},
    statistic,
  });
  const renew = `Run ${STATUS}. AWS renews a certificate of its own when the DNS record that proves the name is there again. A certificate that you imported is yours to renew: import the new one under the same ARN.`;
  return [
    {
      name: "not-reachable",
      area: "People",
      says: "Nobody can sign in at the public address: a look from outside the VPC fails.",
      means: "OpenEMR is down for everybody.",
      todo: `Run npm run logs -- <environment> functions --since 15m: the lines of the probe name the step that fails (DNS, TLS, answer, page). Then run ${STATUS}.`,
      metric: ofProbe("Errors", "Sum"),
      above: 0,
      when: probes,
      period: 60,
      bad: 3,
      of: 4,
      // A function that does not run any more says nothing.
      withoutData: "bad",
      toldBy: "down",
    },
    {
      name: "sign-in-slow",
      area: "People",
      says: "The sign-in page takes more than 5 seconds, seen from outside the VPC.",
      means: "People wait. At night, when too few people work for the alarm slow, only this alarm tells it.",
      todo: `Run ${STATUS}: it says how tasks and database are.`,
      metric: ofProbe("Duration", "Minimum"),
      // Two requests of 0.3 s each. It is the fastest of five looks: one that starts anew is slow by itself.
      above: 5000,
      when: probes,
      period: 300,
      bad: 3,
      of: 3,
      toldBy: "impaired",
    },
    {
      name: "maintenance-lasts",
      area: "People",
      says: "The page of maintenance has been there for more than two hours.",
      means: "Nobody can work: an installation or an upgrade takes long, or does not end.",
      todo: `Run ${STATUS}: it says how far it is, and what it waits for.`,
      metric: seen("maintenance", "Sum"),
      // One a minute.
      above: 50,
      when: probes,
      period: 3600,
      bad: 2,
      of: 2,
    },
    {
      name: "certificate-shown-ends",
      area: "People",
      says: `The certificate that OpenEMR shows ends in fewer than ${CERTIFICATE_DAYS} days, or has ended.`,
      means: "After its last day browsers refuse OpenEMR.",
      todo: renew,
      metric: seen("certificate_days", "Minimum"),
      below: CERTIFICATE_DAYS,
      when: probes,
      period: 3600,
      bad: 1,
      of: 1,
      // A look that fails measures none, be it that the certificate has ended. While all is well there is a value every six
      // hours (lambda/probe/report.ts), which ends the alarm.
      withoutData: "as it is",
    },
    {
      name: "certificate-ends",
      area: "People",
      says: `The certificate of OpenEMR's address ends in fewer than ${CERTIFICATE_DAYS} days, or has ended.`,
      means: "After its last day browsers refuse OpenEMR.",
      todo: renew,
      metric: {
        namespace: "AWS/CertificateManager",
        name: "DaysToExpiry",
        // Without HTTPS there is no alarm.
        dimensions: { CertificateArn: tf`coalesce(${certificate}, "none")` },
        statistic: "Minimum",
      },
      below: CERTIFICATE_DAYS,
      // The probe looks at what is shown, which says more.
      when: tf`${https} && !${probes}`,
      period: 86_400,
      bad: 1,
      of: 1,
      // AWS publishes it no more once the certificate has ended.
      withoutData: "as it is",
    },
  ];
}
