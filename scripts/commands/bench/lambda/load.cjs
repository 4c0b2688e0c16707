/* Loads a function as Lambda does at a cold start: its bundle, and the AWS SDK with it. */
const { handler } = require(process.argv[2]);
if (typeof handler !== "function") throw new Error(`${process.argv[2]} exports no handler.`);
