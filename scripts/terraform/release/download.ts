import { UserError } from "../../../src/user-error";

const TIMEOUT_MS = 300_000;

/** Fetches a file whole, through the proxy that HTTPS_PROXY names where there is one. */
export async function download(url: string): Promise<Uint8Array> {
  const { Agent, fetch, ProxyAgent } = await import("undici");
  const proxy = process.env.HTTPS_PROXY || process.env.https_proxy;
  const agent = proxy ? new ProxyAgent(proxy) : new Agent();
  try {
    const response = await fetch(url, { dispatcher: agent, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) {
      throw new UserError(`${url}: the server answered ${response.status}. Run the command again later.`);
    }
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { cause, message } = error as Error;
    const reason = cause instanceof Error ? cause.message : message;
    throw new UserError(
      `${url} cannot be fetched: ${reason}. Run the command again later, or name the proxy that leads to the internet by HTTPS_PROXY.`,
    );
  } finally {
    await agent.destroy();
  }
}
