/**
 * Loaded into cdktf before its own code, which loads at each start what translates HCL into programs, with a compiler of
 * TypeScript: 0.8 s of processor time, for commands that nobody runs here. That is loaded once it is used. Seen with
 * cdktf-cli 0.21.0.
 */
const Module = require("node:module");

const CONVERTER = "@cdktf/hcl2cdk";

const load = Module._load;
Module._load = (request, ...where) => {
  if (request !== CONVERTER) return load(request, ...where);
  // cdktf asks for the first, and copies the second.
  const exported = { __esModule: true, convert: undefined };
  return new Proxy(exported, { get: (_, name) => exported[name] ?? load(request, ...where)[name] });
};
