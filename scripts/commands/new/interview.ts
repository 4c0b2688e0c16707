import { UserError } from "../../../src/user-error";
import { shellWord } from "../../system/shell-word";
import type { Answers, Domain } from "./answers";
import { checkDomainIn, listOf } from "./checks";
import type { Question } from "./questions";
import * as asked from "./questions";
import { renderTfvars } from "./render-tfvars";
import { SIZES } from "./sizes";

export interface InterviewProps {
  readonly name: string;
  /** Answers that were given as options. */
  readonly given: Readonly<Record<string, string | undefined>>;
  /** Asks a person. @default - nobody is there, and each question without an option is an error */
  readonly ask?: (text: string) => Promise<string>;
  readonly say: (text: string) => void;
  /** USD a month of an environment's file. */
  readonly costOf: (tfvars: string) => Promise<number>;
}

/** Asks what was not given, and says what each answer costs as it goes. */
export async function interview(props: InterviewProps): Promise<Answers> {
  const { given, ask, say, name } = props;
  if (!ask) requireOptions(given);
  const answered: string[] = [];
  const answerTo = async (question: Question, more = "") => {
    const value = await answer(question, more, props);
    answered.push(`--${question.option} ${shellWord(value)}`);
    return value;
  };
  const costOf = async (answers: Answers) => {
    try {
      return await props.costOf(renderTfvars(name, answers));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw new UserError(
        `${error.message}\n\nNo file was written. These were the answers; give them again with what is to be another:\n` +
          `  npm run new -- ${name} ${answered.join(" ")}`,
      );
    }
  };

  const region = await answerTo(asked.REGION);
  const allowed = listOf(await answerTo(asked.ALLOWED));
  const kind = (await answerTo(asked.KIND)) as Answers["kind"];
  // Questions that are still open are taken as they cost least.
  const begun: Answers = {
    region,
    allowed,
    kind,
    size: "trial",
    domain: { kind: "none" },
    mail: false,
    alarms: [],
    budget: 1,
  };
  if (given.size === undefined) say("  ... estimating each size");
  const sizes = given.size !== undefined ? "" : await sizesText(begun, costOf);
  const size = await answerTo({ ...asked.SIZE, fallback: kind === "trial" ? "trial" : "small" }, sizes);
  const sized = { ...begun, size };
  const domain = await domainOf(
    await answerTo(
      kind === "trial"
        ? { ...asked.DOMAIN, fallback: "none", check: checkDomainIn(region) }
        : { ...asked.DOMAIN, check: asked.checkDomainOfProtected(region) },
    ),
    answerTo,
  );
  const mail =
    (await answerTo(
      domain.kind === "route53" ? asked.MAIL : { ...asked.MAIL, check: asked.checkMailElsewhere },
    )) === "yes";
  say("  ... estimating");
  const cost = await costOf({ ...sized, domain, mail });
  say(`  It costs about ${dollars(cost)} USD a month before anybody uses it.`);
  const told = kind === "protected" ? await answerTo(asked.ALARMS) : "none";
  const alarms = told === "none" ? [] : listOf(told);
  if (kind === "protected" && alarms.length === 0) {
    say(
      "  Nobody is told when something is wrong: --alarms, or alarm_email_addresses in the file, names who looks after it.",
    );
  }
  const budget = Number(await answerTo(asked.BUDGET));
  if (cost > budget) {
    say(
      `  That is ${dollars(cost - budget)} USD more than the budget. ${size === SIZES[0]!.name ? "" : "A smaller size costs less. "}npm run cost -- ${name} says what each part costs.`,
    );
  }
  return { ...sized, domain, mail, alarms, budget };
}

async function sizesText(begun: Answers, costOf: (answers: Answers) => Promise<number>): Promise<string> {
  const lines: string[] = [];
  for (const { name, description } of SIZES) {
    const cost = await costOf({ ...begun, size: name });
    lines.push(`  ${name.padEnd(9)}about ${dollars(cost)} USD a month: ${description}`);
  }
  return `\n${lines.join("\n")}`;
}

async function domainOf(domain: string, answerTo: (question: Question) => Promise<string>): Promise<Domain> {
  if (domain === "none") return { kind: "none" };
  if (!domain.startsWith("arn:")) return { kind: "route53", domain };
  return { kind: "certificate", certificateArn: domain, hostName: await answerTo(asked.HOST_NAME) };
}

async function answer(
  question: Question,
  more: string,
  { given, ask, say }: InterviewProps,
): Promise<string> {
  const { option, check, fallback, meant = String } = question;
  const asOption = given[option];
  if (asOption !== undefined || !ask) {
    const value = meant(asOption ?? fallback ?? "");
    const problem = check(value);
    if (problem) throw new UserError(`--${option}: ${problem}`);
    return value;
  }
  say(`\n${question.question}\n  ${question.consequence}${more}`);
  for (;;) {
    const typed = (await ask(fallback === undefined ? "> " : `> [${fallback}] `)).trim();
    const value = meant(typed || fallback || "");
    const problem = check(value);
    if (!problem) return value;
    say(`  ${problem}`);
  }
}

function requireOptions(given: InterviewProps["given"]): void {
  const missing = asked.QUESTIONS.filter(({ option }) => given[option] === undefined);
  if (missing.length === 0) return;
  throw new UserError(
    `There is no terminal to ask in. Give these as options:\n${missing
      .map(({ option, question }) => `  --${option.padEnd(8)} ${question}`)
      .join("\n")}`,
  );
}

function dollars(amount: number): string {
  return amount.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ",");
}
