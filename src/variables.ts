import type { Construct } from "constructs";
import { analyticsVariables } from "./analytics/variables";
import { applicationVariables } from "./application/variables";
import { auditVariables } from "./audit/variables";
import { backupVariables } from "./backup/variables";
import { cacheVariables } from "./cache/variables";
import { databaseVariables } from "./database/variables";
import { dnsVariables } from "./dns/variables";
import { edgeVariables } from "./edge/variables";
import { imageVariables } from "./images/variables";
import { generalVariables, identityVariables } from "./installation-variables";
import { mailVariables } from "./mail/variables";
import { monitoringVariables } from "./monitoring/variables";
import { networkVariables } from "./network/variables";
import { operationsVariables } from "./operations/variables";
import { declareIn } from "./terraform/variable";

/**
 * Everything that an operator can choose, as Terraform variables of the stack. Each capability declares its own in its
 * file `variables.ts`; the table in README.md is generated from these declarations.
 */
export function declareVariables(scope: Construct) {
  const declare = declareIn(scope);
  const general = generalVariables(declare);
  const network = networkVariables(declare);
  const dns = dnsVariables(declare);
  const edge = edgeVariables(declare, { ...general, ...dns, ...network });
  const database = databaseVariables(declare, general);
  return {
    ...general,
    ...identityVariables(declare),
    ...network,
    ...dns,
    ...edge,
    ...database,
    ...cacheVariables(declare),
    ...imageVariables(declare, general),
    ...applicationVariables(declare, { ...dns, ...edge }),
    ...mailVariables(declare, { ...general, ...dns }),
    ...backupVariables(declare, general),
    ...auditVariables(declare),
    ...monitoringVariables(declare, { ...network, ...dns, ...edge, ...database }),
    ...operationsVariables(declare),
    ...analyticsVariables(declare, network),
  };
}

export type Variables = ReturnType<typeof declareVariables>;
