import {
  addresses,
  changes,
  OfflineAccount,
  type OfflineStack,
  type Values,
} from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";

const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";

/** Everything off: the smallest installation. */
const OFF: Values = {
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
const TOGGLES: Readonly<Record<string, Values>> = {
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
};

describe("over an applied stack without it", () => {
  const project = new SynthesizedProject();
  const account = new OfflineAccount();
  let stack: OfflineStack;
  let before: Record<string, unknown>;

  beforeAll(async () => {
    stack = await account.add(project.stack("openemr-production"));
    await stack.apply(OFF);
    before = Object.fromEntries(await stack.resources());
  }, 60_000);
  afterAll(async () => {
    await account.close();
    project.remove();
  });

  it.each(Object.entries(TOGGLES))(
    "%s adds and changes just what is listed, and goes without a trace",
    async (_, on) => {
      const found = changes(await stack.apply({ ...OFF, ...on }));
      const by = (action: string) =>
        addresses(found.filter(({ change }) => change.actions.join() === action));
      // The one kind of snapshot that this project has: lists of addresses. `npx jest -u toggles` renews it.
      expect({ adds: by("create"), changes: by("update") }).toMatchSnapshot();
      expect(by("create").length + by("update").length).toBe(found.length);
      expect(changes(await stack.plan({ ...OFF, ...on }))).toEqual([]);

      await stack.apply(OFF);
      expect(Object.fromEntries(await stack.resources())).toEqual(before);
      expect(changes(await stack.plan(OFF))).toEqual([]);
    },
    60_000,
  );
});
