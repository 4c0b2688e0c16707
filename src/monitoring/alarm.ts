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
  /** Container Insights count tasks. */
  readonly containerInsights: Value<boolean>;
  /** Name of the log group of OpenEMR's tasks. */
  readonly applicationLog: string;
  /** Namespace of what is counted in OpenEMR's log. */
  readonly logNamespace: Value<string>;
  readonly database: Value<string>;
  /** ACU. */
  readonly maximumDatabaseCapacity: Value<number>;
  readonly cache: Value<string>;
  readonly maximumCacheStorageGb: Value<number>;
  readonly backupVault: Value<string>;
}

/** The parts of an installation in the order in which one looks at them; headings of dashboard and document. */
export const AREAS = ["People", "Application", "Database", "Cache", "Backups"] as const;

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
   * A symptom that people notice. Symptoms are told together, and are quiet while OpenEMR is down, which is told itself.
   * @default false
   */
  readonly symptom?: boolean;
}
