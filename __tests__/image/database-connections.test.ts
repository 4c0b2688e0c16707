import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { ReadableStack } from "../../src/terraform/stack";
import { declareVariables } from "../../src/variables";
import { type Image, images } from "./support/files";

// A database that may pause does so after its last connection has ended, which OpenEMR leaves to the database: each worker
// keeps its connection between requests. The project's figures stand on these settings of the images.

const OPENEMR = "var/www/localhost/htdocs/openemr";
const { waitTimeout } = declareVariables(new ReadableStack(new App(), "images"));

function read(image: Image, file: string): string {
  const layer = image.layers.find((each) => existsSync(join(each, file)));
  if (!layer) throw new Error(`The image ${image.version} has no ${file}.`);
  return readFileSync(join(layer, file), "utf8");
}

/** The default of a setting in library/globals.inc.php: the third part of its row, after its title and its type. */
function defaultOf(image: Image, setting: string): string | undefined {
  const source = read(image, `${OPENEMR}/library/globals.inc.php`);
  const row = source
    .slice(source.indexOf(`'${setting}' =>`))
    .split("\n")
    .slice(0, 6)
    .join("\n");
  return /'(\w*)',\s*\/\/ default/.exec(row)?.[1];
}

function phpSetting(image: Image, name: string): string | undefined {
  const folder = ["php85", "php84", "php83"].find((each) =>
    image.layers.some((layer) => existsSync(join(layer, `etc/${each}/php.ini`))),
  );
  return new RegExp(`^${name}\\s*=\\s*(.*)$`, "m").exec(read(image, `etc/${folder}/php.ini`))?.[1];
}

describe.each(images().map((image) => [image.version, image] as const))("OpenEMR %s", (_, image) => {
  it("keeps connections of its workers open, so that the database has to end them", () => {
    expect(defaultOf(image, "enable_database_connection_pooling")).toBe("1");
    expect(phpSetting(image, "mysqli.allow_persistent")).toBe("On");
  });

  it("lets no request compute for as long as the database waits for its next statement", () => {
    expect(Number(phpSetting(image, "max_execution_time"))).toBeLessThan(Number(waitTimeout.default));
  });

  it("signs people out after two hours, until when an open page asks for news", () => {
    expect(defaultOf(image, "timeout")).toBe("7200");
  });
});
