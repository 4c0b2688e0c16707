/** `capability-web-firewall` */
export function partId(title: string): string {
  return `capability-${title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")}`;
}
