import type { Place } from "../../src/aws/place";
import type { PolicyStatement } from "../../src/aws/policy-document";
import { boundaryStatements } from "../../src/github/permissions-boundary";
import { Permissions } from "../support/iam-evaluation";

export const ACCOUNT = "123456789012";

/** Where an installation of the project is. */
export function placeOf(environment: string, region: string): Place {
  const prefix = `openemr-${environment}`;
  return {
    partition: "aws",
    region,
    accountId: ACCOUNT,
    prefix,
    prefixWithUnderscores: prefix.replaceAll("-", "_"),
  };
}

/** Statements without expressions of Terraform as the document that IAM gets. */
export function documentOf(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({
    Statement: statements
      .filter(({ when }) => when !== false)
      .map((each) => ({
        Sid: each.sid,
        Effect: each.effect ?? "Allow",
        Action: each.actions,
        NotAction: each.notActions,
        Resource: each.resources,
        NotResource: each.notResources,
        Condition: each.conditions,
      })),
  });
}

/** The boundary of one environment of `openemr`, whose backups may be copied to another region. */
export function boundaryOf(environment: string, region: string, copyRegion?: string): Permissions {
  const target = {
    application: "openemr",
    environment,
    place: placeOf(environment, region),
    copies: { areMade: copyRegion !== undefined, place: placeOf(environment, copyRegion ?? "") },
    state: { places: ["arn:aws:s3:::states", "arn:aws:s3:::states/*"] },
  };
  return new Permissions([documentOf(boundaryStatements(target))]);
}
