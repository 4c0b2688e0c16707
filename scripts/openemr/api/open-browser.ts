import { spawn } from "node:child_process";

const PROGRAMS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** Opens an address in the person's browser. Where that fails, they still have the address. */
export function openBrowser(url: string): void {
  const [program, ...args] = PROGRAMS[process.platform] ?? ["xdg-open"];
  const browser = spawn(program, [...args, url], { stdio: "ignore", detached: true });
  browser.once("error", () =>
    console.error(`There is no "${program}" to open the browser with. Open the address yourself.`),
  );
  browser.unref();
}
