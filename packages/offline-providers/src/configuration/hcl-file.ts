import type { ModuleFile } from "./module-file";
import { requiredProvider } from "./required-provider";

const BLOCK = /^[ \t]*(resource|data|ephemeral)[ \t]+"?(\w+)"?[ \t]+"?[\w-]+"?[ \t]*\{/gm;
const LOCAL_MODULE = /^[ \t]*module[ \t]+"?[\w-]+"?[ \t]*\{[^}]*?\bsource[ \t]*=[ \t]*"(\.\.?\/[^"]*)"/gm;
const LOCAL_STATE = /\bbackend[ \t]+"?local"?[ \t]*\{[^}]*?\bpath[ \t]*=[ \t]*"([^"]+)"/;
const REQUIREMENT = /([\w-]+)[ \t]*=[ \t]*\{([^}]*)\}/g;

/**
 * Finds what a configuration in HCL mentions, by the first lines of its blocks. A block in a comment counts, too: a
 * schema that nobody uses does no harm, and Terraform itself reads everything else.
 */
export function readHclFile(text: string): ModuleFile {
  const blocks = [...text.matchAll(BLOCK)];
  const typesOf = (kind: string) => blocks.filter((match) => match[1] === kind).map((match) => match[2]!);
  return {
    resources: typesOf("resource"),
    dataSources: typesOf("data"),
    ephemeralResources: typesOf("ephemeral"),
    names: [...text.matchAll(/(\w+)[ \t]*[={]/g)].map((match) => match[1]!),
    requiredProviders: [...text.matchAll(/\brequired_providers[ \t]*\{/g)].flatMap(({ index }) =>
      [...bodyAt(withoutComments(text.slice(index))).matchAll(REQUIREMENT)].map(([, name, body]) =>
        requiredProvider(name!, argument(body!, "source"), argument(body!, "version")),
      ),
    ),
    modules: [...text.matchAll(LOCAL_MODULE)].map((match) => match[1]!),
    state: LOCAL_STATE.exec(text)?.[1],
  };
}

/** The text between the first brace and the one that closes it. */
function bodyAt(text: string): string {
  const start = text.indexOf("{") + 1;
  for (let at = start, depth = 1; at < text.length; at++) {
    if (text[at] === "{") depth++;
    if (text[at] === "}" && --depth === 0) return text.slice(start, at);
  }
  return text.slice(start);
}

function withoutComments(text: string): string {
  return text.replace(/^[ \t]*(#|\/\/).*$/gm, "");
}

function argument(body: string, name: string): string | undefined {
  return new RegExp(`\\b${name}[ \\t]*=[ \\t]*"([^"]*)"`).exec(body)?.[1];
}
