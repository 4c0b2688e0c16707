import { createHash } from "node:crypto";

/** A source of made-up identifiers that are the same for the same text. */
export class Seed {
  /** @param text what the identifiers are for */
  constructor(private readonly text: string) {}

  /** Lower-case hexadecimal digits, at most 64. */
  hex(length: number, purpose = ""): string {
    return this.digest(purpose).toString("hex").slice(0, length);
  }

  /** Decimal digits, at most 32. */
  digits(length: number, purpose = ""): string {
    return [...this.digest(purpose)]
      .map((byte) => byte % 10)
      .join("")
      .slice(0, length);
  }

  /** Capital letters and digits, at most 32, as in the identifiers of IAM and Route 53. */
  capitals(length: number, purpose = ""): string {
    return this.pick("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", length, purpose);
  }

  /** Lower-case letters, at most 32. */
  letters(length: number, purpose = ""): string {
    return this.pick("abcdefghijklmnopqrstuvwxyz", length, purpose);
  }

  /** A UUID of version 4, by its form. */
  uuid(purpose = ""): string {
    return this.hex(32, purpose).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-a$4-$5");
  }

  /** As many bytes as are wanted. */
  bytes(count: number): Buffer {
    const blocks = Array.from({ length: Math.ceil(count / 64) }, (_, i) =>
      createHash("sha512").update(`${this.text} ${i}`).digest(),
    );
    return Buffer.concat(blocks).subarray(0, count);
  }

  private pick(alphabet: string, length: number, purpose: string): string {
    return [...this.digest(purpose)]
      .map((byte) => alphabet[byte % alphabet.length])
      .join("")
      .slice(0, length);
  }

  private digest(purpose: string): Buffer {
    return createHash("sha256").update(`${this.text}\n${purpose}`).digest();
  }
}
