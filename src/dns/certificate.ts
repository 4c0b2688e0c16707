import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import type { Installation } from "../installation";
import { type Expression, tf, tfString } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import type { Domain } from "./domain";

export interface CertificateProps {
  readonly installation: Installation;
  readonly domain: Domain;
  /** Terraform expression of type bool, known at plan time: another certificate is used. */
  readonly unless: Expression;
}

/**
 * A certificate of AWS Certificate Manager for the name that people open. The record that proves the domain stays, so that AWS
 * renews the certificate by itself.
 */
export class Certificate extends Construct {
  /** Of the certificate once it is issued; null where there is none. */
  readonly arn: Expression;

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);
    const { installation, domain, unless } = props;
    const made = new Toggle(this, "Default", tf`${domain.isGiven} && !(${unless})`);
    // A listener uses it until another takes its place, and AWS deletes none that is in use.
    const lifecycle = { createBeforeDestroy: true };
    const certificate = new AcmCertificate(made, "Default", {
      domainName: tfString`${domain.hostName}`,
      validationMethod: "DNS",
      tags: { Name: installation.names.of("other", "certificate") },
      lifecycle,
    });
    const proof = certificate.domainValidationOptions.get(0);
    const record = new Route53Record(made, "validation", {
      zoneId: tfString`${domain.zoneId}`,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: 300,
      // It is the same for every certificate of this name in this account, so another may have made it.
      allowOverwrite: true,
      lifecycle,
    });
    const validation = new AcmCertificateValidation(made, "issued", {
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.fqdn],
      lifecycle,
    });
    this.arn = made.select(validation.certificateArn, null);
  }
}
