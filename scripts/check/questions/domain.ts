import {
  GetHostedZoneCommand,
  type HostedZone,
  ListHostedZonesByNameCommand,
} from "@aws-sdk/client-route-53";
import type { Clients, NameServers } from "../account";
import type { CheckedEnvironment } from "../environment";
import { type Answer, type Question, right, unknown, wrong } from "../question";

const AREA = "Domain";

/** Names by which AWS's certificate authority is allowed in a CAA record ("Configure a CAA record" of the ACM user guide). */
const AMAZON = ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"];

/** The hosted zone, whether the world asks it, and whether AWS may make a certificate. */
export function domainQuestions(
  { route53 }: Clients,
  environment: CheckedEnvironment,
  dns: NameServers,
): Question[] {
  const domain = environment.text("route53_domain");
  if (!domain) return [];
  const zone = findZone(route53, domain);
  // Every question below says so itself.
  zone.catch(() => {});
  const missing = () =>
    wrong(
      `no public hosted zone ${domain} in this account`,
      `aws route53 create-hosted-zone --name ${domain} --caller-reference $(date +%s)`,
    );
  const questions: Question[] = [
    {
      area: AREA,
      what: `hosted zone ${domain}`,
      ask: async () => {
        const found = await zone;
        if (!found) return missing();
        if (found.others.length === 0) return right(found.id);
        return wrong(
          `${[found.id, ...found.others].join(", ")} have this name, and Terraform takes none of several`,
          `keep that which the registrar names: aws route53 delete-hosted-zone --id <the other>`,
        );
      },
    },
    {
      area: AREA,
      what: `delegation of ${domain}`,
      ask: async () => {
        const found = await zone;
        return found ? delegation(dns, domain, found.nameServers) : missing();
      },
    },
  ];
  if (environment.text("certificate_arn")) return questions;
  const host = environment.hostName!;
  return [...questions, { area: AREA, what: `CAA records of ${host}`, ask: () => caa(dns, host) }];
}

interface Zone {
  readonly id: string;
  readonly nameServers: readonly string[];
  /** Further public zones of the same name. */
  readonly others: readonly string[];
}

async function findZone(route53: Clients["route53"], domain: string): Promise<Zone | undefined> {
  const { HostedZones = [] } = await route53.send(new ListHostedZonesByNameCommand({ DNSName: domain }));
  const [zone, ...others] = HostedZones.filter(
    ({ Name, Config }) => Name === `${domain}.` && !Config?.PrivateZone,
  );
  if (!zone) return undefined;
  const { DelegationSet } = await route53.send(new GetHostedZoneCommand({ Id: zone.Id }));
  return {
    id: idOf(zone),
    nameServers: DelegationSet?.NameServers ?? [],
    others: others.map(idOf),
  };
}

function idOf({ Id }: HostedZone): string {
  return Id!.replace("/hostedzone/", "");
}

async function delegation(dns: NameServers, domain: string, own: readonly string[]): Promise<Answer> {
  const asked = await lookUp(() => dns.resolveNs(domain));
  if (asked === undefined) return unknown("the name servers could not be asked");
  const plain = (names: readonly string[]) =>
    names.map((name) => name.toLowerCase().replace(/\.$/, "")).sort();
  if (plain(asked).join() === plain(own).join()) return right(plain(asked).join(", "));
  const seen =
    asked.length > 0 ? `the world asks ${plain(asked).join(", ")}` : "the world knows no such domain";
  return wrong(seen, `name these at the registrar of ${domain}: ${plain(own).join(", ")}`);
}

/** By RFC 8659, the records of the nearest name that has some decide. */
async function caa(dns: NameServers, host: string): Promise<Answer> {
  for (let labels = host.split("."); labels.length > 0; labels = labels.slice(1)) {
    const name = labels.join(".");
    const records = await lookUp(() => dns.resolveCaa(name));
    if (records === undefined) return unknown("the name servers could not be asked");
    const issuers = records.flatMap(({ issue }) =>
      issue === undefined ? [] : [issue.split(";")[0]!.trim()],
    );
    if (records.length === 0) continue;
    if (issuers.length === 0 || issuers.some((issuer) => AMAZON.includes(issuer))) {
      return right(`${name} allows ${issuers.join(", ") || "every authority"}`);
    }
    return wrong(
      `${name} allows only ${issuers.join(", ")}`,
      `add a CAA record to ${name}: 0 issue "amazon.com"`,
    );
  }
  return right("none, so every authority may issue");
}

/** @returns `undefined` where nobody answered; nothing where the answer is that there is nothing */
async function lookUp<T>(ask: () => Promise<readonly T[]>): Promise<readonly T[] | undefined> {
  try {
    return await ask();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOTFOUND" || code === "ENODATA" ? [] : undefined;
  }
}
