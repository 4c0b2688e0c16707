import { CloudWatchLogsClient, type FilterLogEventsRequest } from "@aws-sdk/client-cloudwatch-logs";
import { followLog } from "../../../../scripts/commands/logs/follow-log";
import { answering } from "../../openemr/signs/answering";

/** A log as CloudWatch has it after some looks: entries reach it at a look, whenever they happened. */
class Log {
  private looks = 0;
  readonly asked: number[] = [];
  readonly client = answering(new CloudWatchLogsClient({ region: "eu-west-1" }), {
    FilterLogEvents: ({ startTime = 0 }: FilterLogEventsRequest) => {
      const look = this.looks++;
      this.asked.push(Date.now() - startTime);
      const failure = this.failures[look];
      if (failure) throw failure;
      const events = this.entries
        .filter((each) => each.reaches <= look && each.at >= startTime)
        .map(({ at, message }) => ({ eventId: message, logStreamName: "a", timestamp: at, message }));
      return { events };
    },
  });

  constructor(
    private readonly entries: ReadonlyArray<{ reaches: number; at: number; message: string }>,
    private readonly failures: Readonly<Record<number, Error>> = {},
  ) {}

  /** The messages, until the one named comes. */
  async follow(last: string, warn: (message: string) => void = () => {}): Promise<string[]> {
    const messages: string[] = [];
    const query = { groups: ["log"], since: new Date(Date.now() - 3_600_000) };
    const options = { missing: () => {}, warn, interval: 1, minute: 20 };
    for await (const { message } of followLog(this.client, query, options)) {
      messages.push(message);
      if (message === last) return messages;
    }
    return messages;
  }
}

const minutes = (count: number) => Date.now() - count * 60_000;

it("shows what reaches CloudWatch minutes after it happened, each entry once", async () => {
  const log = new Log([
    { reaches: 0, at: minutes(0), message: "first" },
    { reaches: 2, at: minutes(20), message: "twenty minutes late" },
    { reaches: 3, at: minutes(0), message: "second" },
    { reaches: 30, at: minutes(0), message: "last" },
  ]);
  expect((await log.follow("last")).sort()).toEqual(["first", "last", "second", "twenty minutes late"]);
  // Most looks go back for two minutes only.
  expect(log.asked.filter((back) => back < 150_000).length).toBeGreaterThan(log.asked.length / 2);
});

it("an entry from a clock that is ahead hides none of the others", async () => {
  const log = new Log([
    { reaches: 0, at: minutes(-90), message: "from a clock that is ahead" },
    { reaches: 2, at: minutes(0), message: "now" },
  ]);
  expect(await log.follow("now")).toEqual(["from a clock that is ahead", "now"]);
});

const fault = (name: string, more: object = {}) => Object.assign(new Error("later"), { name, ...more });

it("goes on after looks that failed, and shows what was logged meanwhile", async () => {
  const warned: string[] = [];
  const log = new Log([{ reaches: 1, at: minutes(0), message: "meanwhile" }], {
    1: fault("ThrottlingException", { $fault: "client" }),
    2: fault("InternalFailure", { $fault: "server" }),
    3: fault("Error", { code: "ECONNRESET" }),
    4: fault("TimeoutError"),
  });
  expect(await log.follow("meanwhile", (message) => warned.push(message))).toEqual(["meanwhile"]);
  expect(warned).toHaveLength(4);
  expect(warned[0]).toBe("ThrottlingException: later. Trying again ...");
});

it.each(["AccessDeniedException", "ExpiredTokenException"])("ends where AWS refuses it: %s", async (name) => {
  const log = new Log([], { 1: fault(name, { $fault: "client" }) });
  await expect(log.follow("never")).rejects.toThrow("later");
});
