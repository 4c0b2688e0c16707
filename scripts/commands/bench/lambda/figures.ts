import type { Figure } from "../figure";
import type { Results } from "../results";
import type { BenchedFunction } from "./functions";
import { functionNames } from "./subjects";

/** Size of the message that memory is measured with. */
export const LARGE_MAIL_MEGABYTES = 30;
/** The project's promise: memory above that of the loaded function, in sizes of the message. */
const TIMES_LARGE_MAIL = 4;

/** Figures of each function before it does anything, and the memory of the one that takes large messages. */
export function functionFigures(functions: readonly BenchedFunction[], { measurements }: Results): Figure[] {
  const of = (name: string) => measurements.get(name) ?? [];
  return functions.flatMap(({ name, kilobytes, atMostKilobytes }) => {
    const loaded = of(functionNames.coldStartOf(name));
    const forwarding = name === "forward-mail" ? of(functionNames.largeMail) : [];
    const figures: Figure[] = [
      { name: `Function ${name}`, unit: "kB", samples: [kilobytes], atMost: atMostKilobytes },
      {
        name: "  cold start, with the AWS SDK",
        unit: "ms",
        samples: loaded.map(({ seconds }) => seconds * 1000),
      },
      { name: "  memory when loaded", unit: "MB", samples: loaded.map(({ megabytes }) => megabytes) },
    ];
    if (forwarding.length === 0) return figures;
    return [
      ...figures,
      {
        name: `  memory above that for ${LARGE_MAIL_MEGABYTES} MB of mail, in terms of these`,
        unit: "times",
        samples: forwarding.map(
          ({ megabytes }, round) => (megabytes - loaded[round]!.megabytes) / LARGE_MAIL_MEGABYTES,
        ),
        atMost: TIMES_LARGE_MAIL,
      },
      { name: "  all its memory for it", unit: "MB", samples: forwarding.map(({ megabytes }) => megabytes) },
      { name: "  time for it, from the start", unit: "s", samples: forwarding.map(({ seconds }) => seconds) },
    ];
  });
}
