import { once } from "node:events";
import { connect } from "node:http2";
import { text } from "node:stream/consumers";
import { PluginServer } from "../src/plugin/server";

/** gRPC's frame of an empty message, and of one that is none. */
const [EMPTY, GARBAGE] = [Buffer.alloc(5), Buffer.from([0, 0, 0, 0, 1, 0xff])];

/** Calls a provider that fails at whatever it is asked. */
async function called(name: string, message: Buffer) {
  const server = await PluginServer.start({
    Configure: () => {
      throw new Error("no such luck");
    },
  });
  const session = connect(`http://${server.reattach.Addr.String}`);
  const call = session.request({ ":method": "POST", ":path": `/tfplugin5.Provider/${name}`, te: "trailers" });
  const statuses: unknown[] = [];
  for (const event of ["response", "trailers"]) {
    call.on(event, (headers) => statuses.push(headers["grpc-status"]));
  }
  const answer = text(call.end(message));
  await once(call, "close");
  server.close();
  session.close();
  return { status: statuses.find(Boolean), answer: await answer };
}

test("a call that providers of this protocol need not know is not implemented", async () => {
  await expect(called("GetFunctions", EMPTY)).resolves.toEqual({ status: "12", answer: "" });
});

test.each([
  [EMPTY, "no such luck"],
  [GARBAGE, "index out of range"],
])("an error is a diagnostic, and the server goes on", async (message, error) => {
  const { status, answer } = await called("Configure", message);
  expect(status).toBe("0");
  expect(answer).toContain(error);
  expect(answer).toContain("This is a defect of the offline providers.");
});
