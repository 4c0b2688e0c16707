/** Something that the offline providers cannot serve. The message says why, and what to do about it. */
export class UnsupportedError extends Error {
  override readonly name = "UnsupportedError";
}
