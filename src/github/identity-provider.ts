import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";
import type { PolicyStatement } from "../aws/policy-document";
import { tf, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";

/** Where GitHub issues the tokens of its Actions. */
const ISSUER = "token.actions.githubusercontent.com";

/** Who the tokens are for: what the action that exchanges them asks GitHub for. */
const AUDIENCE = "sts.amazonaws.com";

export interface IdentityProviderProps {
  /** ARN of the account's provider for GitHub, of which there can be only one. Null makes one. */
  readonly existing: Value<string | null>;
}

/** Lets AWS know who a job of GitHub Actions is, by the token that GitHub issues to it. */
export class IdentityProvider extends Construct {
  private readonly arn: string;

  constructor(scope: Construct, id: string, { existing }: IdentityProviderProps) {
    super(scope, id);
    const own = new Toggle(this, "Default", tf`${existing} == null`);
    const provider = new IamOpenidConnectProvider(own, "Default", {
      url: `https://${ISSUER}`,
      clientIdList: [AUDIENCE],
    });
    this.arn = own.select(provider.arn, existing).asString;
  }

  /**
   * The statement of a role's trust in jobs of a repository.
   *
   * @param subjects as GitHub writes them, e.g. `repo:clinic/openemr:pull_request`
   * @param ref Git reference that the job must run for, e.g. `refs/heads/main`. @default - the subject says enough
   */
  trust(subjects: readonly string[], ref?: string): PolicyStatement {
    return {
      sid: "TrustJobs",
      actions: ["sts:AssumeRoleWithWebIdentity"],
      principals: { Federated: this.arn },
      conditions: {
        StringEquals: {
          [`${ISSUER}:aud`]: AUDIENCE,
          [`${ISSUER}:sub`]: subjects,
          ...(ref !== undefined && { [`${ISSUER}:ref`]: ref }),
        },
      },
    };
  }
}
