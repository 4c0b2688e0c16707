import { stackName } from "../../../src/environments";
import type { StateSettings } from "../../../src/state/state-settings";
import { placeIn } from "../../terraform/cloud/organization";

/** The audience of Terraform Cloud's tokens, unless a workspace says otherwise. */
const AUDIENCE = "aws.workload.identity";

/** The phase of a run; `*` is both. */
export type RunPhase = "plan" | "apply" | "*";

/**
 * The policy by which a role of AWS trusts the runs of one environment's workspace, and no others: those of the
 * organization, the project and the workspace that the settings name.
 *
 * @param account id of the AWS account, which has the OpenID Connect provider of the host
 */
export function trustPolicy(settings: StateSettings, environment: string, account: string, phase: RunPhase) {
  const { host, organization, project } = placeIn(settings);
  const subject = `organization:${organization}:project:${project}:workspace:${stackName(environment)}:run_phase:${phase}`;
  const ofAudience = { [`${host}:aud`]: AUDIENCE };
  const ofSubject = { [`${host}:sub`]: subject };
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${host}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition:
          phase === "*"
            ? { StringEquals: ofAudience, StringLike: ofSubject }
            : { StringEquals: { ...ofAudience, ...ofSubject } },
      },
    ],
  };
}
