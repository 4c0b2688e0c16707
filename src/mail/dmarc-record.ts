import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import type { Domain } from "../dns/domain";
import { ExistingRecord } from "../dns/existing-record";
import { asString, tf, type Value } from "../terraform/expression";
import { select } from "../terraform/instance-scope";
import type { MailNames } from "./mail-names";
import { MAIL_RECORD_TTL } from "./sending-identity";

export interface DmarcRecordProps {
  readonly domain: Domain;
  readonly names: MailNames;
  /** Reports to the recipient arrive. */
  readonly receives: Value<boolean>;
}

/** Name and value of the record that asks receivers to distrust mail in the domain's name that it has not signed. */
export function dmarcRecord({ domain, names, receives }: DmarcRecordProps) {
  const policy = "v=DMARC1; p=quarantine";
  const withReports = tf`join("", [${policy}, "; rua=mailto:", ${names.recipient}])`;
  return {
    name: tf`join(".", ["_dmarc", ${domain.name}])`,
    type: "TXT" as const,
    value: select(receives, withReports, policy),
    /** Each that it can have. */
    values: [withReports, policy],
  };
}

/** Publishes the DMARC record, unless somebody else has. It is about all mail of the domain, not only OpenEMR's. */
export class DmarcRecord extends Construct {
  constructor(scope: Construct, id: string, props: DmarcRecordProps) {
    super(scope, id);
    const { domain } = props;
    const { name, type, value, values } = dmarcRecord(props);
    const existing = new ExistingRecord(this, "existing", { domain, name, type });
    new Route53Record(this, "Default", {
      zoneId: asString(domain.zoneId),
      name: asString(name),
      type,
      ttl: MAIL_RECORD_TTL,
      records: [asString(value)],
      lifecycle: { precondition: [existing.unlessOthers(values, "manage_dmarc_record")] },
    });
  }
}
