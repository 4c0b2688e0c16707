import { sep } from "node:path";

/*
 * Keeps Node.js from reading the source maps of packages, and halves the time of a synthesis by it. tsx turns
 * source maps on for all modules; those that the generated bindings carry are megabytes, and cdktf asks for a
 * stack trace with each of its thousands of tokens. This project's own modules keep theirs, so that an error
 * still names the line in TypeScript.
 *
 * To be imported before any package.
 */
const load = require.extensions[".js"];
if (load) {
  require.extensions[".js"] = (module, file) =>
    file.includes(`${sep}node_modules${sep}`)
      ? withoutSourceMaps(() => load(module, file))
      : load(module, file);
}

/** Does the work without source maps. An error that leaves it is printed with them. */
export function withoutSourceMaps<T>(work: () => T): T {
  const enabled = process.sourceMapsEnabled;
  process.setSourceMapsEnabled(false);
  try {
    return work();
  } finally {
    process.setSourceMapsEnabled(enabled);
  }
}
