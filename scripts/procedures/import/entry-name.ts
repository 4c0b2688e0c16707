/** Bytes of a path that Linux takes. */
const LONGEST = 4096;

/** A path within an archive without what means nothing, e.g. `sites/default/config.php` for `./sites/default/config.php`. */
export function entryName(name: string): string {
  return name.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
}

/** Why something of an archive must not be unpacked, whatever unpacks it. */
export function unsafeEntry({
  name,
  type,
}: {
  readonly name: string;
  readonly type: string;
}): string | undefined {
  if (type !== "file" && type !== "directory") {
    return `it is a ${type}, and not a file or folder: what is unpacked could reach other places`;
  }
  if (Buffer.byteLength(name) > LONGEST) return "its path is longer than a file system takes";
  if (name.includes("\ufffd")) return "its path is not in UTF-8, so it would get another one";
  if (name.startsWith("/") || /^[A-Za-z]:/.test(name)) return "its path is absolute";
  if (name.includes("\\")) return "its path has a backslash, which is a separator elsewhere";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(name)) return "its path has a control character";
  if (name.split("/").includes("..")) return "its path leads out of the archive";
  const path = entryName(name);
  if (path !== "" && path !== "." && path.split("/").some((part) => part === "" || part === ".")) {
    return 'its path has an empty part or a ".", by which it looks like another one';
  }
  return undefined;
}
