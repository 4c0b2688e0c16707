/** A word of a command, with {@link ANYTHING} for what a shell would put in. */
export interface Word {
  readonly text: string;
  /** All of it is put in by the shell. */
  readonly variable: boolean;
}

/** Is a number, and long enough for an ARN. */
export const ANYTHING = "11111111111111111111";

/** Words after which a command begins. */
const BEFORE_A_COMMAND = /^(do|then|else|if|elif|while|until|!|\{|\w+\(\)|\w+=.*)$/s;

/** A place for the reader to fill in, such as `<task>`. */
const PLACEHOLDER = /<[a-z][a-z_ -]*>/g;

/** A text with its places filled in, as a reader would before it can be run. */
export function filledIn(text: string): string {
  return text.replaceAll(PLACEHOLDER, ANYTHING);
}

/** The commands of one program in a shell's text, in substitutions as well; of its syntax what documents use. */
export function commandsOf(program: string, text: string): Word[][] {
  const reader = new Reader(filledIn(text));
  reader.readList("");
  return reader.commands.flatMap((words) => {
    const start = words.findIndex(({ text: word }) => !BEFORE_A_COMMAND.test(word));
    return words[start]?.text === program ? [words.slice(start + 1)] : [];
  });
}

class Reader {
  readonly commands: Word[][] = [];
  private at = 0;

  constructor(private readonly text: string) {}

  /** Reads commands until the character that ends them. */
  readList(end: string): void {
    let words: Word[] = [];
    const endCommand = () => {
      if (words.length > 0) this.commands.push(words);
      words = [];
    };
    while (this.at < this.text.length) {
      const next = this.text[this.at]!;
      if (next === end) break;
      if (this.text.startsWith("\\\n", this.at)) this.at += 2;
      else if (next === "#") this.skipTo("\n");
      else if (/[\n;|&()]/.test(next)) {
        this.at += 1;
        endCommand();
      } else if (/\s/.test(next)) this.at += 1;
      else if (/[<>]/.test(next)) this.skipRedirection();
      else {
        const word = this.readWord();
        const isDescriptor = /^\d$/.test(word.text) && /[<>]/.test(this.text[this.at] ?? "");
        if (!isDescriptor) words.push(word);
      }
    }
    this.at += 1;
    endCommand();
  }

  private readWord(): Word {
    let word = "";
    let literal = false;
    while (this.at < this.text.length && !/[\s;|&<>)]/.test(this.text[this.at]!)) {
      const next = this.text[this.at]!;
      if (this.text.startsWith("()", this.at)) {
        this.at += 2;
        return { text: `${word}()`, variable: false };
      }
      if (next === "$") word += this.readSubstitution();
      else if (next === '"') {
        const { text, variable } = this.readQuoted();
        word += text;
        literal ||= !variable;
      } else if (next === "'") {
        const from = this.at + 1;
        this.at = this.text.indexOf("'", from) + 1;
        word += this.text.slice(from, this.at - 1);
        literal = true;
      } else {
        word += next;
        literal = true;
        this.at += 1;
      }
    }
    return { text: word, variable: !literal };
  }

  private readQuoted(): Word {
    let word = "";
    let literal = false;
    this.at += 1;
    while (this.at < this.text.length && this.text[this.at] !== '"') {
      if (this.text[this.at] === "$") word += this.readSubstitution();
      else {
        if (this.text[this.at] === "\\") this.at += 1;
        word += this.text[this.at];
        literal = true;
        this.at += 1;
      }
    }
    this.at += 1;
    return { text: word, variable: !literal };
  }

  private readSubstitution(): string {
    if (this.text[this.at + 1] === "(") {
      this.at += 2;
      this.readList(")");
    } else {
      const [name] = /^\$(\{[^}]*\}|\w+|[@#?*$!-])?/.exec(this.text.slice(this.at))!;
      this.at += name.length;
    }
    return ANYTHING;
  }

  private skipRedirection(): void {
    this.at += /^[<>&]+\s*/.exec(this.text.slice(this.at))![0].length;
    this.readWord();
  }

  private skipTo(end: string): void {
    const found = this.text.indexOf(end, this.at);
    this.at = found < 0 ? this.text.length : found;
  }
}
