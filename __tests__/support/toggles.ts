import type { Values } from "./offline-account";

export const CERTIFICATE =
  "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";

/** Everything off: the smallest installation. */
export const OFF: Values = {
  allow_plain_http: true,
  availability_zone_count: 2,
  certificate_arn: null,
  deletion_protection: false,
  enable_backup_vault_lock: false,
  enable_long_term_cloudtrail_monitoring: false,
  security_group_ip_range_ipv4: null,
  security_group_ip_range_ipv6: null,
  single_nat_gateway: true,
  waf_count_only: false,
};

/** What turns each toggle on. */
export const TOGGLES = {
  "a certificate": { certificate_arn: CERTIFICATE },
  "an IPv4 range": { security_group_ip_range_ipv4: "203.0.113.0/24" },
  "an IPv6 range": { security_group_ip_range_ipv6: "2001:db8::/32" },
  "a certificate and both ranges": {
    certificate_arn: CERTIFICATE,
    security_group_ip_range_ipv4: "203.0.113.0/24",
    security_group_ip_range_ipv6: "2001:db8::/32",
  },
  "a third zone": { availability_zone_count: 3 },
  "a NAT gateway in each zone": { single_nat_gateway: false },
  "a lock on the vault": { enable_backup_vault_lock: true },
  "the audit trail": { enable_long_term_cloudtrail_monitoring: true },
  "deletion protection": { deletion_protection: true },
  "a firewall that only counts": { waf_count_only: true },
} as const satisfies Readonly<Record<string, Values>>;

export type ToggleName = keyof typeof TOGGLES;
