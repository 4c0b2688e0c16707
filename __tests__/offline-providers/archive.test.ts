import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { Fixture } from "./fixture";

const STACK = {
  data: {
    archive_file: {
      folder: { type: "zip", source_dir: "source", excludes: ["**/*.map"], output_path: "out/folder.zip" },
    },
  },
  resource: {
    archive_file: {
      text: {
        type: "zip",
        source_content: "hello",
        source_content_filename: "a.txt",
        output_path: "text.zip",
      },
    },
  },
  output: { digest: { value: "${data.archive_file.folder.output_base64sha256}" } },
};

describe("archive_file", () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await Fixture.create(STACK);
    mkdirSync(join(fixture.folder, "source/lib"), { recursive: true });
    writeFileSync(join(fixture.folder, "source/index.js"), "exports.handler = 1;");
    writeFileSync(join(fixture.folder, "source/lib/deep.js"), "deep ".repeat(1000));
    writeFileSync(join(fixture.folder, "source/lib/deep.js.map"), "{}");
  });
  afterEach(() => fixture.close());

  const archive = (path: string) => readFileSync(join(fixture.folder, path));

  it("writes real archives relative to the stack's folder, with the same bytes each time", async () => {
    await fixture.apply();
    const first = archive("out/folder.zip");
    expect(unzip(first)).toEqual({
      "index.js": "exports.handler = 1;",
      "lib/deep.js": "deep ".repeat(1000),
    });
    expect(unzip(archive("text.zip"))).toEqual({ "a.txt": "hello" });
    expect((await fixture.outputs()).digest).toBe(createHash("sha256").update(first).digest("base64"));

    expect(await fixture.plannedActions()).toEqual([]);
    expect(archive("out/folder.zip").equals(first)).toBe(true);
  });

  it("says what is missing", async () => {
    const missing = { type: "zip", source_file: "missing.js", output_path: "x.zip" };
    fixture.configure({ data: { archive_file: { x: missing } } });
    await expect(fixture.plan()).rejects.toThrow("could not archive missing missing.js");
  });
});

/** Reads an archive by its central directory, as an unzip program does. */
function unzip(zip: Buffer): Record<string, string> {
  const end = zip.lastIndexOf("PK\x05\x06");
  const files: Record<string, string> = {};
  let at = zip.readUInt32LE(end + 16);
  for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    files[name] = inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(at + 20))).toString();
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}
