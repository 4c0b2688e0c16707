import { createServer } from "node:net";

/** About as long as OpenEMR's redirect to its login page. */
const BODY = "x".repeat(512);

const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`,
);

/**
 * Answers every request at once and the same, with as little work as can be: on a machine of two cores, what is
 * measured is then whoever sends the requests. It says its port, and ends with its standard input.
 */
const server = createServer({ noDelay: true }, (socket) => {
  socket.on("data", (data) => {
    // Small requests, one after another, come whole.
    if (data.includes("onnection: close")) socket.end(answer);
    else socket.write(answer);
  });
  socket.on("error", () => socket.destroy());
});
server.listen({ port: 0, host: "127.0.0.1", backlog: 1024 }, () =>
  console.log(JSON.stringify(server.address())),
);
process.stdin.resume().once("end", () => process.exit());
