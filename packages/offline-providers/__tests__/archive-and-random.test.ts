import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { unzipSync } from "fflate";
import { Fixture } from "./fixture";

const CONFIGURATION = {
  data: {
    archive_file: {
      folder: {
        type: "zip",
        source_dir: "code",
        excludes: ["notes", "**/*.map"],
        output_path: "out/folder.zip",
      },
      single: {
        type: "zip",
        source_file: "code/index.js",
        output_path: "single.zip",
        output_file_mode: "0755",
      },
      texts: {
        type: "zip",
        source: [
          { filename: "a.txt", content: "A" },
          { filename: "b/c.txt", content: "C" },
        ],
        output_path: "texts.zip",
      },
    },
  },
  resource: {
    random_pet: { long: { length: 4, prefix: "dear", separator: "_" } },
    random_shuffle: { zones: { input: ["a", "b", "c", "d"], result_count: 6 } },
    random_uuid: { one: {}, two: {} },
    random_integer: { port: { min: 1024, max: 65535 } },
  },
  output: {
    digest: { value: "${data.archive_file.folder.output_base64sha256}" },
    size: { value: "${data.archive_file.folder.output_size}" },
    pet: { value: "${random_pet.long.id}" },
    zones: { value: "${random_shuffle.zones.result}" },
    ids: { value: ["${random_uuid.one.id}", "${random_uuid.two.id}"] },
    port: { value: "${random_integer.port.result}" },
  },
};

describe("archives and random values", () => {
  let fixture: Fixture;
  let outputs: Record<string, unknown>;
  const bytes = (file: string) => readFileSync(path.join(fixture.folder, file));
  const contents = (file: string) =>
    Object.fromEntries(
      Object.entries(unzipSync(bytes(file))).map(([name, content]) => [
        name,
        Buffer.from(content).toString(),
      ]),
    );

  beforeAll(async () => {
    fixture = await Fixture.create({});
    const code = { "index.js": "1", "lib/deep.js": "2", "lib/deep.js.map": "x", "notes/private.txt": "y" };
    for (const [file, content] of Object.entries(code)) {
      mkdirSync(path.dirname(path.join(fixture.folder, "code", file)), { recursive: true });
      writeFileSync(path.join(fixture.folder, "code", file), content);
    }
    fixture.configure(CONFIGURATION);
    await fixture.apply();
    outputs = await fixture.outputs();
  });
  afterAll(() => fixture.close());

  it("zips a folder without what is excluded, a file, and texts", () => {
    expect(contents("out/folder.zip")).toEqual({ "index.js": "1", "lib/deep.js": "2" });
    expect(contents("single.zip")).toEqual({ "index.js": "1" });
    expect(contents("texts.zip")).toEqual({ "a.txt": "A", "b/c.txt": "C" });
  });

  it("tells size and digest of the archive that it wrote", () => {
    const archive = bytes("out/folder.zip");
    expect(outputs.size).toBe(archive.length);
    expect(outputs.digest).toBe(createHash("sha256").update(archive).digest("base64"));
  });

  it("makes values in the form of the real provider, and keeps them", async () => {
    expect(outputs.pet).toMatch(/^dear_[a-z]+_[a-z]+_[a-z]+_[a-z]+$/);
    expect((outputs.zones as string[]).slice(0, 4).sort()).toEqual(["a", "b", "c", "d"]);
    expect(outputs.zones).toHaveLength(6);
    const [one, two] = outputs.ids as string[];
    expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(two).not.toBe(one);
    expect(outputs.port).toBeGreaterThanOrEqual(1024);
    expect(await fixture.plannedActions()).toEqual([]);
  });

  it.each([
    [
      "a folder that is not there",
      { type: "zip", source_dir: "nowhere" },
      /could not archive missing directory.*nowhere/,
    ],
    ["a file that is not there", { type: "zip", source_file: "nowhere.js" }, /could not read .*nowhere\.js/],
    [
      "another kind of archive",
      { type: "tar.gz", source_dir: "code" },
      /"tar\.gz", but only "zip" is simulated/,
    ],
  ])("refuses %s", async (_, archive, message) => {
    fixture.configure({ data: { archive_file: { it: { ...archive, output_path: "it.zip" } } } });
    await expect(fixture.plan()).rejects.toThrow(message);
  });
});
