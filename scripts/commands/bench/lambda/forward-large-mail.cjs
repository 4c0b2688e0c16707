/* Has the mail forwarder handle one message, of which the endpoint knows the content. */
const { handler } = require(process.argv[2]);
const mail = { messageId: "large", source: "jane@patient.example", timestamp: "2026-03-01T08:30:00.000Z" };
handler({ Records: [{ ses: { mail, receipt: {} } }] }, { getRemainingTimeInMillis: () => 120_000 });
