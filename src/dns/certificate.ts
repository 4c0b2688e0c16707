import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { DataAwsRoute53Records } from "@cdktf/provider-aws/lib/data-aws-route53-records";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { Check } from "../terraform/check";
import { asString, tf, tfString, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import type { Domain } from "./domain";

export interface CertificateProps {
  readonly installation: Installation;
  readonly domain: Domain;
  /** Another certificate is used; known at plan time. */
  readonly unless: Value<boolean>;
}

/** Usually minutes. The provider waits for 75 of them, also where nobody asks this zone about the domain. */
const ISSUED_WITHIN = "30m";

/**
 * A certificate of AWS Certificate Manager for the name that people open. The record that proves the domain stays, so
 * that AWS renews the certificate by itself.
 *
 * The proof is the same for every certificate of a name in an account, and goes with this one when another is used
 * instead. If that one lives from the same proof, it has to be made anew; a check tells where there is none.
 */
export class Certificate extends Construct {
  /** ARN of the certificate once it is issued; null where there is none. */
  readonly arn: Value<string | null>;

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);
    const { installation, domain, unless } = props;
    const made = new Toggle(this, "Default", tf`${domain.isGiven} && !(${unless})`);
    const certificate = new AcmCertificate(made, "Default", {
      domainName: asString(domain.hostName),
      validationMethod: "DNS",
      tags: { Name: installation.names.of("certificate") },
      // A listener uses it until another takes its place, and AWS deletes none that is in use.
      lifecycle: { createBeforeDestroy: true },
    });
    const proof = certificate.domainValidationOptions.get(0);
    const record = new Route53Record(made, "validation", {
      zoneId: asString(domain.zoneId),
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: 300,
      // It is the same for every certificate of this name in this account, so another may have made it. For the same
      // reason it must not be made before the former one goes: they are one record, which would then be missing.
      allowOverwrite: true,
    });
    const validation = new AcmCertificateValidation(made, "issued", {
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.fqdn],
      timeouts: { create: ISSUED_WITHIN },
    });
    this.arn = made.select(validation.certificateArn, null);
    this.warnWithoutProof(domain, new Toggle(this, "other", tf`${domain.isGiven} && ${unless}`));
  }

  /** AWS renews the certificate that is used instead only while the zone has the proof of its name. */
  private warnWithoutProof(domain: Domain, other: Toggle): void {
    const { hostName } = domain;
    // A certificate for the name itself, or for all names beside it.
    const names = tf`join("|", [${hostName}, replace(${hostName}, "/^[^.]+[.]/", "")])`;
    const found = new DataAwsRoute53Records(other, "proof", {
      zoneId: asString(domain.zoneId),
      nameRegex: tfString`join("", ["^_[0-9a-f]+[.](", replace(${names}, ".", "[.]"), ")[.]$"])`,
    });
    // Null where none is found.
    const records = tf`(${found.resourceRecordSets} == null ? [] : ${found.resourceRecordSets})`;
    new Check(this, "renewal", {
      condition: other.select(tf`contains(${records}[*].type, "CNAME")`, true),
      warning:
        "AWS cannot renew the certificate that certificate_arn names: the zone of route53_domain has no CNAME record that proves the name. Make the one that aws acm describe-certificate tells. An imported certificate needs none, and has to be replaced in time.",
    });
  }
}
