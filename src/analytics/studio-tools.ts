import { type Expression, tf, type Value } from "../terraform/expression";

/**
 * The tools in Studio's menu: `HiddenMlTools` in AWS's API model of SageMaker, of botocore 1.43.11. RunningInstances is
 * left out, as everybody needs it; Datasets and Evaluators, as the provider does not know them yet.
 */
export const ML_TOOLS = [
  "AutoMl",
  "Comet",
  "DataWrangler",
  "DeepchecksLLMEvaluation",
  "EmrClusters",
  "Endpoints",
  "Experiments",
  "FeatureStore",
  "Fiddler",
  "HyperPodClusters",
  "InferenceOptimization",
  "InferenceRecommender",
  "JumpStart",
  "LakeraGuard",
  "ModelEvaluation",
  "Models",
  "PerformanceEvaluation",
  "Pipelines",
  "Projects",
  "Training",
] as const;

/** The tools that Studio's role has rights for: Spark, and the jobs that it may start. */
const POSSIBLE: readonly Tool[] = ["EmrClusters", "Training"];

/** The tools that AWS's policies for Canvas give rights for. */
const POSSIBLE_WITH_CANVAS: readonly Tool[] = ["AutoMl", "DataWrangler"];

type Tool = (typeof ML_TOOLS)[number];

/**
 * The tools that Studio does not offer: nothing is offered that ends with AccessDenied.
 *
 * @param further tools that the operator has given the role rights for
 */
export function hiddenMlTools(
  canvas: Value<boolean>,
  further: Value<readonly string[]>,
): Expression<readonly string[]> {
  const shown = tf`concat(${POSSIBLE}, ${canvas} ? ${POSSIBLE_WITH_CANVAS} : [], ${further})`;
  return tf`[for tool in ${ML_TOOLS} : tool if !contains(${shown}, tool)]`;
}
