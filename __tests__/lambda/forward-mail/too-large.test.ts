import { LARGEST_MESSAGE as LARGEST } from "../../../lambda/forward-mail/outbox";
import { message } from "./corpus/specimen";
import { read } from "./support/arrived";
import { awsError, PostOffice } from "./support/post-office";

// The 40 MB that SES sends would take long to handle again and again.
jest.mock("../../../lambda/forward-mail/outbox", () => ({
  ...jest.requireActual("../../../lambda/forward-mail/outbox"),
  LARGEST_MESSAGE: 8000,
}));

const lines = (size: number) => message([], `${"x".repeat(76)}\r\n`.repeat(size / 78));
let office: PostOffice;
beforeEach(() => {
  office = new PostOffice();
});

test("what only an attachment would make too large is forwarded as it is", async () => {
  await office.deliver(lines(LARGEST - 1000));
  expect(office.told).toMatchObject({ kind: "forwarded", form: "message" });
});

test("what is too large in any form is not offered to SES, and told of", async () => {
  await office.deliver(lines(LARGEST));
  expect(office.told).toMatchObject({ kind: "noticed", Reason: "tooLarge", NotForwarded: 1 });
  expect(office.calls.filter((call) => call === "SendEmail")).toHaveLength(1);
  const { email } = await read(office.sent[0]!.raw);
  expect(email.text).toContain("larger than the mail service (Amazon SES) sends");
});

test("so is what SES refuses and an attachment would make too large", async () => {
  office.answer = (_message, attempt) => (attempt === 1 ? awsError("MessageRejected", 400) : undefined);
  await office.deliver(lines(LARGEST - 1000));
  expect(office.told).toMatchObject({ kind: "noticed", Reason: "tooLarge" });
});
