import { mistakesIn } from "../../src/terraform/tfvars-mistakes";
import { EVERYTHING } from "../support/every-tfvars";

function told(tfvars: string): string[] {
  return mistakesIn(tfvars).map(({ line, name, message }) => `${line} ${name}: ${message}`);
}

test.each([
  EVERYTHING,
  'a = 24 * 7\nb = -1.5e3\nc = null // d = e\nd = lower("A")\ne = [true, 1]',
  'a = true//c\nb = 5/*c*/\nvariable "c" {}\nd = ["x" # "y\n]\n',
])("takes nothing for a mistake in %j", (tfvars) => {
  expect(told(tfvars)).toEqual([]);
});

test("tells texts that lack their quotation marks, also in lists and maps", () => {
  const bare = `region = eu-west-1 # after
name = Clinic of Sankt Gallen // after
openemr_version = 8.4.1\r
vpc_cidr = /* here */ 10.0.0.0/16
alarm_email_addresses = [ # those on call
  "a@example.org", b@example.org,
  c@example.org ]
tags = { Owner = Jane, "Unit": 7 west }
url = http://x`;
  expect(told(bare)).toEqual([
    '1 region: eu-west-1 must be "eu-west-1"',
    '2 name: Clinic of Sankt Gallen must be "Clinic of Sankt Gallen"',
    '3 openemr_version: 8.4.1 must be "8.4.1"',
    '4 vpc_cidr: 10.0.0.0/16 must be "10.0.0.0/16"',
    '6 alarm_email_addresses: b@example.org must be "b@example.org"',
    '7 alarm_email_addresses: c@example.org must be "c@example.org"',
    '8 tags: Jane must be "Jane"',
    '8 tags: 7 west must be "7 west"',
    '9 url: http://x must be "http://x"',
  ]);
});

test.each([
  ["region = 'eu-west-1'", "1 region: 'eu-west-1' must be \"eu-west-1\""],
  ["region = \u201ceu-west-1\u201d", '1 region: \u201ceu-west-1\u201d must be "eu-west-1"'],
  ["exec = True", "1 exec: True must be true"],
  ["exec = yes", "1 exec: yes must be true"],
  ["a = 1\nexec = false;\nb = 2", "2 exec: false; must be false"],
  ["a = true\nexec: true # now", "2 exec: exec: true must be exec = true"],
  ["a = true\n  exec true\nb = 1", "2 exec: exec true must be exec = true"],
  ["a = 1\nname : Clinic", '2 name: name : Clinic must be name = "Clinic"'],
  ['a = 1\nlist: ["x"]', '2 list: list: ["x"] must be list = ["x"]'],
  ['a = 1\ndomain = "example.org\nb = 1', "2 domain: a text has no quotation mark at its end"],
  ['a = ["x", "y]', "1 a: a text has no quotation mark at its end"],
  ["a = 1\n\nb = 2\na = 3", "4 a: line 1 sets it already"],
])("%j: %s", (tfvars, message) => {
  expect(told(tfvars)).toEqual([message]);
});
