import { deadLetterFault, forwardingFaults, sendingFaults } from "../../src/mail/metrics";
import { watchedEvents } from "../../src/monitoring/watched-events";
import { listedAddresses } from "../stacks/address-list";
import { definitions } from "./all-alarms";
import { OF_ACCOUNT, UNWATCHED, WATCHED } from "./watched-types";

const types = new Set(
  listedAddresses("openemr-production").flatMap((address) => address.match(/^aws_\w+(?=\.)/) ?? []),
);
const reasons = Object.values(UNWATCHED).flat();

test("each type of resource has an alarm or an event, or a reason to have none", () => {
  const missing = [...types].filter((type) => !WATCHED[type] && !reasons.includes(type));
  // Add them to watched-types.ts: under WATCHED with the alarm that tells, or under the reason why nobody has to be told.
  expect(missing).toEqual([]);
});

test("no type is in the tables twice, or without a resource", () => {
  const listed = [...Object.keys(WATCHED), ...reasons];
  expect(listed.filter((type, i) => listed.indexOf(type) !== i || !types.has(type))).toEqual([]);
});

test("what is said to tell of a type is there, and everything that is there tells of one", () => {
  const mail = [...sendingFaults("set"), ...forwardingFaults("function"), deadLetterFault("queue")];
  const none = { service: "", clusterArn: "", serviceArn: "", clusterIdentifier: "", vaultArn: "" };
  const restored = { databaseArn: "", fileSystemArn: "", restoreRoleArn: "" };
  const optional = { copiesElsewhere: true, exports: true, sendsMail: true, fileExportDefinition: "" };
  const there = [
    ...definitions.map(({ name }) => name),
    ...watchedEvents({ ...none, ...restored, ...optional }).map(({ name }) => name),
    ...mail.map(({ name }) => `mail-${name.toLowerCase()}`),
  ];
  const said = [...Object.values(WATCHED).flat(), ...OF_ACCOUNT];
  expect(said.filter((name) => !there.includes(name))).toEqual([]);
  expect(there.filter((name) => !said.includes(name))).toEqual([]);
});
