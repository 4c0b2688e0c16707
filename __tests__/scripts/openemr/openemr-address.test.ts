import { openEmrAddress } from "../../../scripts/openemr/openemr-address";

test.each([
  ["https://emr.example.org", "https://emr.example.org/"],
  ["https://emr.example.org:8443/openemr", "https://emr.example.org:8443/openemr/"],
])("%s is an address", async (given, url) => {
  expect((await openEmrAddress("/nowhere", given)).url.href).toBe(url);
});

test.each([
  ["ftp://emr.example.org", "is not one of the web"],
  ["https://", "cannot be read as an address"],
  ["https://emr.example.org/?site=x", "has a query or a fragment"],
  ["emr.example.org", "neither an address"],
  ["localhost:9300", "neither an address"],
])("%s is none", async (given, message) => {
  await expect(openEmrAddress("/nowhere", given)).rejects.toThrow(message);
});

test("a password in an address is not repeated", async () => {
  const given = openEmrAddress("/nowhere", "https://admin:secret@emr.example.org");
  await expect(given).rejects.toThrow('"https://...@emr.example.org" carries a user');
});
