/** `["edge", "LoadBalancer", "Default"]` -> `edge_load_balancer` */
export function readableId(path: readonly string[]): string {
  return path
    .filter((id) => id !== "Default")
    .map((id) =>
      id
        .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
        .replace(/[^A-Za-z0-9]+/g, "_")
        .toLowerCase(),
    )
    .join("_");
}
