import { analyticsTypes } from "./analytics";
import type { AwsTypes, DataSources } from "./aws-type";
import { ec2DataSources, ec2Types } from "./ec2";
import { ecsTypes } from "./ecs";
import { edgeDataSources, edgeTypes } from "./edge";
import { filesTypes } from "./files";
import { iamDataSources, iamTypes } from "./iam";
import { lambdaTypes } from "./lambda";
import { logTypes } from "./logs";
import { monitoringTypes } from "./monitoring";
import { rdsTypes } from "./rds";
import { s3Types } from "./s3";
import { secretsTypes } from "./secrets";
import { sesDataSources, sesTypes } from "./ses";
import { stateTypes } from "./state";

/** Every type of resource that a stack of this project has, the most important first. */
export const AWS_TYPES: AwsTypes = {
  ...ec2Types,
  ...edgeTypes,
  ...ecsTypes,
  ...lambdaTypes,
  ...rdsTypes,
  ...filesTypes,
  ...sesTypes,
  ...analyticsTypes,
  ...logTypes,
  ...monitoringTypes,
  ...s3Types,
  ...secretsTypes,
  ...iamTypes,
  ...stateTypes,
};

/** Every type of data source that an installation looks up. */
export const DATA_SOURCES: DataSources = {
  ...ec2DataSources,
  ...edgeDataSources,
  ...iamDataSources,
  ...sesDataSources,
};
