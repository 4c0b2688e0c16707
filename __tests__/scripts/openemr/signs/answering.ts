/** An answer to a call of AWS's: the output, or the error that is thrown. */
export type Answers = Readonly<Record<string, (input: never) => object>>;

interface Client {
  readonly middlewareStack: {
    add(middleware: never, options: { step: "initialize"; name: string }): void;
  };
}

/** A client of AWS's SDK that takes its answers from a test, by the command's name without "Command". */
export function answering<T extends Client>(client: T, answers: Answers): T {
  const middleware = (_: unknown, context: { commandName: string }) => async (args: { input: never }) => {
    const operation = context.commandName.replace(/Command$/, "");
    const answer = answers[operation];
    if (!answer) throw new Error(`${operation} is not emulated.`);
    return { output: { $metadata: {}, ...answer(args.input) }, response: {} };
  };
  client.middlewareStack.add(middleware as never, { step: "initialize", name: "answering" });
  return client;
}
