import { OfflineAccount } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";
import { OFF } from "../../support/toggles";

interface State {
  readonly resources: ReadonlyArray<{
    readonly type: string;
    readonly name: string;
    readonly instances: ReadonlyArray<{ readonly create_before_destroy?: boolean }>;
  }>;
}

const account = new OfflineAccount();
afterAll(() => account.close());

it("nothing whose name is taken until it is gone is made anew before it goes", async () => {
  const stack = await account.add(SynthesizedProject.shared().stack("openemr-production"));
  await stack.apply({ ...OFF, route53_domain: "example.org" });
  const { resources } = JSON.parse(stack.state) as State;
  const madeFirst = resources.filter(({ instances }) =>
    instances.some(({ create_before_destroy: first }) => first),
  );
  // Terraform extends that order to all that such a resource depends on, even where its count is 0. Then an apply
  // whose load balancer or private subnet was left half-made could not be repeated. Below a NAT gateway that is the
  // price for a zone that never loses its way out: `npm run deploy` goes on with what was left half-made there. A
  // certificate is made first, and its record is not: ACM's proof of a name is the same for each certificate, so the
  // former one's deletion would take away that of its successor, which would never be renewed.
  expect(resources.map(({ type, name }) => `${type}.${name}`)).toContain(
    "aws_route53_record.certificate_validation",
  );
  expect(madeFirst.map(({ type, name }) => `${type}.${name}`).sort()).toEqual([
    "aws_acm_certificate.certificate",
    "aws_eip.network_nat_address",
    "aws_internet_gateway.network_internet",
    "aws_nat_gateway.network_nat",
    "aws_rds_cluster_parameter_group.database_parameters",
    "aws_route.network_public_ipv4",
    "aws_route.network_public_ipv6",
    "aws_route_table.network_public",
    "aws_route_table_association.network_public_routes",
    "aws_subnet.network_public",
    "aws_vpc.network_vpc",
  ]);
});
