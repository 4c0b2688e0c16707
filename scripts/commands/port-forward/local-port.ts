import { once } from "node:events";
import { createServer } from "node:net";
import { UserError } from "../../../src/user-error";

/** @throws a UserError that names a free port, where something on this machine uses the one that is given */
export async function requireFreePort(port: number): Promise<void> {
  if (await isFree(port)) return;
  let other = port;
  do other = other === 65_535 ? 1024 : other + 1;
  while (!(await isFree(other)));
  throw new UserError(`Port ${port} of this machine is in use. Choose another: --local-port ${other}`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
