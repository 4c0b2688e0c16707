#!/usr/bin/env node
const { existsSync } = require("node:fs");
const { join } = require("node:path");

// A checkout has the sources; what is published has them as JavaScript.
const source = join(__dirname, "../src/command-line/command-line.ts");
if (existsSync(source)) {
  require("tsx/cjs");
  require(source);
} else {
  require("../dist/command-line/command-line.js");
}
