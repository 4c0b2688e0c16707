import type { Progress } from "./data-api";

/** Keeps one line of a terminal up to date; elsewhere, says once why it takes longer. */
export function progressLine(stream: NodeJS.WriteStream): Progress {
  let shown = false;
  return (text) => {
    if (stream.isTTY) {
      if (text || shown) stream.write(`\r\x1b[K${text ?? ""}`);
    } else if (text && !shown) {
      stream.write(`${text}\n`);
    }
    shown = text !== undefined;
  };
}
