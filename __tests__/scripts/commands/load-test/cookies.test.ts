import { Cookies } from "../../../../scripts/commands/load-test/cookies";

function after(...headers: string[]): string | undefined {
  const cookies = new Cookies();
  for (const header of headers) cookies.accept(header);
  return cookies.header;
}

test("what was set is sent, the latest of a name", () => {
  expect(after()).toBeUndefined();
  expect(after("OpenEMR=a; path=/; secure", "AWSALB=b=c; Max-Age=604800", "OpenEMR=d")).toBe(
    "OpenEMR=d; AWSALB=b=c",
  );
});

test.each(["Max-Age=0", "max-age=-1", "Expires=Thu, 01 Jan 1970 00:00:00 GMT"])(
  "%s takes a cookie back",
  (attribute) => {
    expect(after("a=1", "b=2", `a=; path=/; ${attribute}`)).toBe("b=2");
    expect(after("a=1", `a=; ${attribute}`)).toBeUndefined();
  },
);

test("one that lasts is kept, and one without a name is none", () => {
  expect(after("a=1; Expires=Fri, 01 Jan 2100 00:00:00 GMT; Max-Age=60")).toBe("a=1");
  expect(after("=1", "nothing")).toBeUndefined();
});
