import type { AwsTypes } from "./aws-type";

/** Types that only the stack of Terraform's state has. */
export const stateTypes: AwsTypes = {
  aws_dynamodb_table: {
    one: "DynamoDB table",
    reads: [],
    writes: {},
    administered: true,
  },
};
