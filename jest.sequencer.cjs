const { default: Sequencer } = require("@jest/test-sequencer");

/** Whole stacks first: they take minutes, and the last to begin decides when the run ends. */
const SLOW = /\/(stacks\/openemr-stack|aws)\/[^/]+\.test\.ts$/;

module.exports = class extends Sequencer {
  sort(tests) {
    const [slow, others] = [true, false].map((wanted) =>
      tests.filter(({ path }) => SLOW.test(path) === wanted),
    );
    return [...super.sort(slow), ...super.sort(others)];
  }
};
