const { default: Sequencer } = require("@jest/test-sequencer");

/** Those that take minutes first, the longest before them: the last to begin decides when the run ends. */
const LONG = [
  /\/aws\/openemr-apply\.test\.ts$/,
  /\/(stacks\/openemr-stack|aws|mail|commands\/deploy)\/[^/]+\.test\.ts$/,
  /./,
];

module.exports = class extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => LONG.findIndex((pattern) => pattern.test(path));
    return LONG.flatMap((_, wanted) => super.sort(tests.filter((test) => rank(test) === wanted)));
  }
};
