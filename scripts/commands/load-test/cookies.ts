/** The cookies of one visitor of one host. Paths and domains are left to the host: it sees only its own cookies. */
export class Cookies {
  private readonly values = new Map<string, string>();

  /** The value of the header `Cookie`; undefined while there are none. */
  header: string | undefined;

  /** @param setCookie a header `Set-Cookie` */
  accept(setCookie: string): void {
    const [pair = "", ...attributes] = setCookie.split(";");
    const at = pair.indexOf("=");
    if (at < 1) return;
    const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    if (attributes.some(isOver)) this.values.delete(name);
    else this.values.set(name, value);
    this.header =
      this.values.size > 0 ? [...this.values].map(([key, text]) => `${key}=${text}`).join("; ") : undefined;
  }
}

/** Whether an attribute takes the cookie back, as `Max-Age=0` or a date in the past do. */
function isOver(attribute: string): boolean {
  const [name = "", value = ""] = attribute.split("=").map((part) => part.trim());
  if (/^max-age$/i.test(name)) return Number(value) <= 0;
  return /^expires$/i.test(name) && Date.parse(value) <= Date.now();
}
