import { productModules } from "./modules";

const CLIENT = /new ((?!Mocked)\w+Client)\(([^;]*?)\)[,;\s\])]/g;

/** The file with the limits, and the SDK's own option by which a request's limit is more than a warning. */
const LIMITED = /\bclientSettings\(|\bthrowOnRequestTimeout: true/;

/** Clients of a file that would wait for hours where the network is silent, each with what it is made of. */
function patient({ file, text }: { readonly file: string; readonly text: string }): string[] {
  const isLimited = (settings: string, seen: readonly string[] = []): boolean =>
    LIMITED.test(settings) ||
    (settings.match(/\b[a-z]\w*\b/g) ?? [])
      .filter((name) => !seen.includes(name))
      .some((name) => {
        const made = new RegExp(`\\b${name} = ([^;]+);`).exec(text)?.[1];
        return made !== undefined && isLimited(made, [...seen, name]);
      });
  return [...text.matchAll(CLIENT)]
    .filter(([, , settings]) => !isLimited(settings!))
    .map(([made]) => `${file}: ${made.trim()} -> ...clientSettings(region)`);
}

test("a client of AWS at a person's desk, or in a job, ends a request that nobody answers", () => {
  const scripts = productModules().filter(
    ({ file, text }) => /^scripts\//.test(file) && /@aws-sdk/.test(text),
  );
  expect(scripts.flatMap(({ text }) => [...text.matchAll(CLIENT)]).length).toBeGreaterThan(50);
  expect(scripts.flatMap(patient)).toEqual([]);
});

test.each([
  "new SSMClient({ region });",
  "new SSMClient();",
  "const settings = { region };\nconst all = [new SSMClient(settings), 1];",
  // Without throwOnRequestTimeout the SDK only warns.
  "const settings = { requestHandler: { requestTimeout: 5000 } };\nreturn new SSMClient({ region, ...settings });",
])("%j is refused", (text) => {
  expect(patient({ file: "a.ts", text })).toHaveLength(1);
});
