import type { Value } from "../terraform/expression";

/** A metric of CloudWatch, in the namespace and with the dimensions under which AWS publishes it. */
export interface Metric {
  readonly namespace: Value<string>;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, Value<string>>>;
  /** `Average`, `Maximum`, `Minimum`, `Sum`, or a percentile such as `p95`. */
  readonly statistic: string;
}

/** Names under which AWS publishes the metrics of an installation's parts, and the limits that the operator chose. */
export interface Watched {
  /** Last parts of the ARNs, as CloudWatch has them: `app/<name>/<id>` and `targetgroup/<name>/<id>`. */
  readonly loadBalancer: Value<string>;
  readonly targetGroup: Value<string>;
  readonly cluster: Value<string>;
  readonly service: Value<string>;
  /** Where autoscaling begins and ends. */
  readonly minimumTasks: Value<number>;
  readonly maximumTasks: Value<number>;
  /** Namespace of what is counted in OpenEMR's log. */
  readonly logNamespace: Value<string>;
  readonly database: Value<string>;
  /** ACU. */
  readonly maximumDatabaseCapacity: Value<number>;
  readonly cache: Value<string>;
  readonly maximumCacheStorageGb: Value<number>;
  readonly backupVault: Value<string>;
  readonly fileSystem: Value<string>;
  /** The password of OpenEMR's database user is rotated; known at plan time. */
  readonly rotates: Value<boolean>;
  /** Name of the function that rotates it. */
  readonly rotationFunction: Value<string>;
  /** Exports for analytics are there; known at plan time. */
  readonly exports: Value<boolean>;
  /** Names of the functions that start them. */
  readonly fileExportFunction: Value<string>;
  readonly databaseExportFunction: Value<string>;
  /** Name of the function that makes and rotates the credentials of mail. */
  readonly smtpFunction: Value<string>;
  /** Restores are tested; known at plan time. */
  readonly testsRestores: Value<boolean>;
  /** Name of the function that judges them. */
  readonly restoreJudge: Value<string>;
  /** Backups are copied elsewhere; known at plan time. */
  readonly copiesElsewhere: Value<boolean>;
  /** ARN of the vault that they are copied to. */
  readonly copyVaultArn: Value<string | null>;
  /** Name of the rule that counts the copies that ended well. */
  readonly copiesRule: Value<string>;
  /** A function looks at the public address once a minute; known at plan time. */
  readonly probes: Value<boolean>;
  readonly probe: Value<string>;
  /** People come over HTTPS; known at plan time. */
  readonly https: Value<boolean>;
  /** ARN of the load balancer's certificate; null without HTTPS. */
  readonly certificate: Value<string | null>;
  /** The web application firewall is on; known at plan time. */
  readonly hasFirewall: Value<boolean>;
  /** Name of the metric of all that the firewall looks at. */
  readonly firewall: Value<string>;
  /** Everybody's addresses may connect, and not only the clinic's. */
  readonly isOpen: Value<boolean>;
  readonly region: Value<string>;
  /** There is an audit trail; known at plan time. */
  readonly hasTrail: Value<boolean>;
  /** Groups of {@link TRAIL_EVENTS} that the operator has chosen; known at plan time. */
  readonly securityGroups: Value<readonly string[]>;
  /** OpenEMR sends mail; known at plan time. */
  readonly sendsMail: Value<boolean>;
}

/** The parts of an installation in the order in which one looks at them; headings of dashboard and document. */
export const AREAS = [
  "People",
  "Application",
  "Database",
  "Cache",
  "Files",
  "Mail",
  "Backups",
  "Security",
  "Account",
] as const;

/** An alarm can compare its limit with this, in place of the metric itself. */
export type Calculation =
  /** Percent of another metric, and 0 while the metric is below `atLeast`: a share of few says nothing. */
  | { readonly as: "percent of"; readonly other: Metric; readonly atLeast: number }
  /** The metric and others together; `orZero` has a value for periods without data, as "or zero" does. */
  | { readonly as: "sum with"; readonly others: readonly Metric[]; readonly orZero?: boolean }
  /** Percent of the account's quota, which CloudWatch knows for some metrics: this one, or that in `of`. */
  | { readonly as: "percent of quota"; readonly of?: Metric }
  /** The difference from the period before. */
  | { readonly as: "growth" }
  /** The metric, and 0 for a period without data: else CloudWatch looks further back before it counts that period. */
  | { readonly as: "or zero" };

/** A state that somebody has to be told of, with all that they need at three in the morning. */
export interface AlarmDefinition {
  /** Id of the alarm, and the last part of its name, in the spelling of names: `database-capacity`. */
  readonly name: string;
  readonly area: (typeof AREAS)[number];
  /** A sentence: the state of things. */
  readonly says: string;
  /** A sentence: the consequence for people or data. */
  readonly means: string;
  /** The first thing to do, as a sentence with a command where there is one. `<environment>` stands for the environment. */
  readonly todo: string;
  readonly metric: Metric;
  /** @default - the metric is compared as it is */
  readonly calculated?: Calculation;
  /** It rings where the statistic of a period is above (or below) this. A comment beside the number says why. */
  readonly above?: Value<number>;
  readonly below?: Value<number>;
  /** In seconds. */
  readonly period: number;
  /** It rings where so many of the last periods were bad. */
  readonly bad: number;
  readonly of: number;
  /** A period without data is good, bad, or leaves the alarm as it is. @default "good" */
  readonly withoutData?: "good" | "bad" | "as it is";
  /** The alarm exists only while this holds; known at plan time. @default true */
  readonly when?: Value<boolean>;
  /**
   * The alarm that sums it up tells people, and it does not by itself: "down" what keeps everybody out, "impaired" what
   * people notice, which is quiet while OpenEMR is down.
   *
   * @default - it tells people itself
   */
  readonly toldBy?: "down" | "impaired";
}
