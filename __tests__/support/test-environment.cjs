const { AsyncLocalStorage } = require("node:async_hooks");
const { setFlagsFromString } = require("node:v8");
const vm = require("node:vm");
const { TestEnvironment } = require("jest-environment-node");
require("./surroundings.cjs");

/*
 * Jest makes every module anew for each file of tests, and its workers run about a hundred of them. What stays the same,
 * or stays behind, takes a fifth of the processor time of small tests:
 */

// 5 %. V8 compiles a function anew, and better, once it has run 67,584 bytes of its code: most tests are over before that pays.
setFlagsFromString("--interrupt-budget=400000");

/** Compiled modules by their file: V8 compiles each once a worker, and makes it again from that. */
const compiled = new Map();

vm.compileFunction = (source, parameters, { filename, parsingContext, importModuleDynamically }) => {
  const head = `(function(${parameters.join(", ")}) {`;
  let module = compiled.get(filename);
  if (module?.source !== source || module.head !== head) {
    const script = new vm.Script(`${head}${source}\n})`, {
      filename,
      columnOffset: -head.length,
      importModuleDynamically: (...wanted) => module.load(...wanted),
    });
    module = { source, head, script };
    compiled.set(filename, module);
  }
  module.load = importModuleDynamically;
  return module.script.runInContext(parsingContext);
};

/** Each file of tests brings a storage of its own, and Node.js below 24 takes all that were used along with each promise. */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;

AsyncLocalStorage.prototype.run = function (...args) {
  storages.add(this);
  return run.apply(this, args);
};

module.exports = class extends TestEnvironment {
  async teardown() {
    for (const storage of storages) storage.disable();
    storages.clear();
    await super.teardown();
  }
};
