import { createHash } from "node:crypto";

/** A source of made-up identifiers that are the same for the same text. */
export class Seed {
  constructor(private readonly text: string) {}

  /** Lower-case hexadecimal digits. */
  hex(length: number, purpose = ""): string {
    return this.digest(purpose).toString("hex").slice(0, length);
  }

  digits(length: number, purpose = ""): string {
    return [...this.digest(purpose)]
      .map((byte) => byte % 10)
      .join("")
      .slice(0, length);
  }

  /** Capital letters and digits, as in the identifiers of IAM and Route 53. */
  capitals(length: number, purpose = ""): string {
    return this.pick("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", length, purpose);
  }

  letters(length: number, purpose = ""): string {
    return this.pick("abcdefghijklmnopqrstuvwxyz", length, purpose);
  }

  uuid(purpose = ""): string {
    return this.hex(32, purpose).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-a$4-$5");
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
