import { readSettings } from "../../../lambda/forward-mail/settings";
import { message } from "./corpus/specimen";
import { ENVIRONMENT, PostOffice } from "./support/post-office";

test("are read from the environment", () => {
  expect(readSettings({ ...ENVIRONMENT, KEY_PREFIX: undefined, CONFIGURATION_SET: undefined })).toEqual({
    bucket: "clinic-mail",
    keyPrefix: "",
    forwardTo: "desk@practice.example",
    fromAddress: "notifications@clinic.example",
    recipient: "help@clinic.example",
    quotaPercent: 50,
    configurationSet: undefined,
  });
});

test.each([
  ["BUCKET", "", "lacks the settings BUCKET."],
  ["FORWARD_TO", undefined, "lacks the settings FORWARD_TO."],
  ["QUOTA_PERCENT", "half", 'QUOTA_PERCENT is "half", but must be a whole number'],
  ["FORWARD_TO", "desk", "FORWARD_TO is no e-mail address"],
  ["FROM_ADDRESS", "a@b.example, c@d.example", "FROM_ADDRESS is no e-mail address"],
  ["RECIPIENT", "help@localhost", "RECIPIENT is no e-mail address"],
  ["FORWARD_TO", "HELP@clinic.example", "FORWARD_TO is the mailbox of RECIPIENT"],
  ["FORWARD_TO", "help+desk@clinic.example", "FORWARD_TO is the mailbox of RECIPIENT"],
  ["FORWARD_TO", "notifications@clinic.example", "FORWARD_TO is the mailbox of FROM_ADDRESS"],
])("%s=%p is refused", async (name, value, text) => {
  const office = new PostOffice();
  office.environment = { ...ENVIRONMENT, [name]: value };
  await expect(office.deliver(message([]))).rejects.toThrow(text);
  await expect(office.deliver(message([]))).rejects.toThrow("dead-letter queue");
  expect(office.calls).toEqual([]);
  expect(office.told).toMatchObject({ Failed: 1, Reason: "configuration" });
});
