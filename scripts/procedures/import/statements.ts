/** A statement of a dump, with no more of it than a judgement takes. */
export interface Statement {
  /** Without comments and what is between quotes: `INSERT INTO \`version\` VALUES (,,)`. Cut after {@link SHAPE}. */
  readonly shape: string;
  /** Without comments, and with what is between quotes. What is after VALUES is cut after {@link HEAD} characters. */
  readonly text: string;
  readonly isCut: boolean;
  /** Words after VALUES that are no literal, such as the name of a function. */
  readonly computed: readonly string[];
  /** Servers of different versions, or a server and this reader, could read it differently. */
  readonly isUnclear: boolean;
  /** A backslash outside of quotes, by which the client of MySQL and MariaDB takes commands, such as `\! rm`. */
  readonly hasClientCommand: boolean;
}

/** Characters of a statement that are kept: the longest definition of a table of OpenEMR has about 20,000. */
const SHAPE = 1_000_000;
const HEAD = 2_000;

const LITERALS =
  /^(NULL|TRUE|FALSE|_BINARY|_UTF8|_UTF8MB3|_UTF8MB4|_LATIN1|_ASCII|0X[0-9A-F]*|[0-9.]+(E[0-9]*)?)$/;

const WORD = /[A-Za-z0-9_.$@]/;

type Mode = "code" | "'" | '"' | "`" | "line comment" | "comment" | "opening";

/**
 * Takes a dump apart while it is read, in memory that does not grow with it. It reads as a server does that escapes by
 * backslash, which is why a dump may not set another mode of SQL, or a character set whose characters hold a backslash.
 * Servers carry out a comment with an exclamation mark or not, by their version. Both readings must be the same, so
 * what would make them differ is told as unclear.
 */
export class StatementReader {
  private mode: Mode = "code";
  private escaped = false;
  /** Within a comment that servers may carry out. */
  private executed = false;
  private previous = "";
  private before = "";
  private shape = "";
  private text = "";
  private length = 0;
  private word = "";
  private values = false;
  private computed: string[] = [];
  private hasClientCommand = false;
  private isUnclear = false;

  constructor(private readonly take: (statement: Statement) => void) {}

  /** @param text the next piece, in Latin-1: bytes above 127 stand within quotes only, and none is lost */
  read(text: string): void {
    for (const character of text) this.next(character);
  }

  /** After the last piece. What does not end is taken as a statement. */
  end(): void {
    this.next("\n");
    if (this.mode !== "code") this.isUnclear = true;
    if (this.shape.trim() !== "" || this.isUnclear) this.emit();
  }

  private next(character: string): void {
    const { previous, before } = this;
    this.before = previous;
    this.previous = character;
    if (this.mode === "code") this.code(character, previous, before);
    else if (this.mode === "opening") this.open(character, previous);
    else if (this.mode === "comment") {
      if (previous === "*" && character === "/") this.leave();
    } else if (this.mode === "line comment") {
      if (character === "\n") this.leave();
    } else this.quoted(character, previous);
  }

  private quoted(character: string, previous: string): void {
    if (this.executed && previous === "*" && character === "/") this.isUnclear = true;
    if (this.mode === "`") this.keep(character);
    else this.keepText(character);
    if (this.escaped) this.escaped = false;
    else if (character === "\\" && this.mode !== "`") this.escaped = true;
    else if (character === this.mode) {
      if (this.mode !== "`") this.keepShape(character);
      this.mode = "code";
    }
  }

  /** The characters behind the beginning of a comment: an exclamation mark, or MariaDB's M and one. */
  private open(character: string, previous: string): void {
    if (character === "!") {
      this.mode = "code";
      this.executed = true;
      this.keep(" ");
      this.previous = " ";
    } else if (character !== "M" || previous === "M") {
      this.mode = "comment";
      if (previous === "*" && character === "/") this.leave();
    }
  }

  private leave(): void {
    this.mode = "code";
    this.previous = " ";
    this.keep(" ");
  }

  private code(character: string, previous: string, before: string): void {
    if (WORD.test(character)) this.word += character;
    else this.endWord();
    const isLineComment = character === "#" || (before === "-" && previous === "-" && /\s/.test(character));
    const isComment = previous === "/" && character === "*";
    if (this.executed && (isLineComment || isComment)) this.isUnclear = true;
    if (character === "\\") this.hasClientCommand = true;
    if (isLineComment) {
      this.shape = this.shape.replace(/--$/, "");
      this.text = this.text.replace(/--$/, "");
      if (character !== "\n") this.mode = "line comment";
    } else if (isComment) {
      this.forget();
      this.mode = "opening";
      this.previous = " ";
    } else if (previous === "*" && character === "/") {
      if (!this.executed) this.isUnclear = true;
      this.forget();
      this.executed = false;
    } else if (character === ";") {
      this.emit();
    } else {
      if (character === "'" || character === '"' || character === "`") this.mode = character;
      this.keep(character);
    }
  }

  private endWord(): void {
    const word = this.word.toUpperCase();
    this.word = "";
    if (word === "") return;
    if (this.values) {
      if (!LITERALS.test(word) && this.computed.length < 10) this.computed.push(word);
    } else if (word === "VALUES" && /^\s*(INSERT|REPLACE)\b/i.test(this.shape)) this.values = true;
  }

  private keep(character: string): void {
    this.keepShape(character);
    this.keepText(character);
  }

  private keepShape(character: string): void {
    this.length++;
    if (this.values ? this.shape.length < HEAD : this.length <= SHAPE) this.shape += character;
  }

  private keepText(character: string): void {
    if (this.text.length < (this.values ? HEAD : SHAPE)) this.text += character;
  }

  /** The character before, which belongs to a comment. */
  private forget(): void {
    this.shape = this.shape.slice(0, -1);
    this.text = this.text.slice(0, -1);
  }

  private emit(): void {
    this.endWord();
    const { shape, text, computed, hasClientCommand, isUnclear, length, values } = this;
    this.take({
      shape: shape.trim().replace(/\s+/g, " "),
      text: text.trim().replace(/\s+/g, " "),
      computed,
      hasClientCommand,
      isUnclear,
      isCut: !values && length > SHAPE,
    });
    this.shape = this.text = "";
    this.length = 0;
    this.values = this.hasClientCommand = this.isUnclear = false;
    this.computed = [];
  }
}
