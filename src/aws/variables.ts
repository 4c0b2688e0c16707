import { matching } from "../terraform/rules";
import type { Declare } from "../variables";

/** The roles and users of the installation. */
export function identityVariables(declare: Declare) {
  return {
    permissionsBoundaryArn: declare("permissions_boundary_arn", {
      type: "string",
      default: null,
      description:
        "ARN of a policy of IAM that bounds every role and user of the installation, beside what each may do. The roles of GitHub Actions ask for theirs; some organizations have one for everything.",
      rules: [
        matching(
          "arn:aws:iam::([0-9]{12}|aws):policy/.+",
          "the ARN of a policy of IAM, arn:aws:iam::<account>:policy/<name>",
        ),
      ],
    }),
  };
}
