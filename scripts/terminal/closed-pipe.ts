/** Ends quietly where whoever reads the output has seen enough, as `head` does; says so where it finds no room. */
export function endWithReader(...streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    stream.on("error", ({ code, message }: NodeJS.ErrnoException) => {
      if (code === "EPIPE") process.exit();
      tellOthers(streams, stream, message);
      process.exit(1);
    });
  }
}

/** Errors of streams that a person causes, who then knows. */
const LEFT = new Set(["EPIPE", "EIO"]);

/**
 * Goes on where whoever reads the output has seen enough, the terminal is gone, or the disk is full to which it is written:
 * a command that changes something comes to its end. What can no longer be written is told once, on the other stream.
 */
export function outliveReader(...streams: readonly NodeJS.WriteStream[]): void {
  let isTold = false;
  for (const stream of streams) {
    stream.on("error", ({ code = "", message }: NodeJS.ErrnoException) => {
      if (LEFT.has(code) || isTold) return;
      isTold = true;
      tellOthers(streams, stream, `${message}. It goes on`);
    });
  }
}

function tellOthers(streams: readonly NodeJS.WriteStream[], full: NodeJS.WriteStream, message: string): void {
  for (const stream of streams) {
    if (stream !== full) stream.write(`What this command says cannot be written: ${message}.\n`);
  }
}
