import {
  DescribeActiveReceiptRuleSetCommand,
  DescribeReceiptRuleSetCommand,
  type SESClient,
  SetActiveReceiptRuleSetCommand,
} from "@aws-sdk/client-ses";
import { attemptFor, type Pause, PERMISSION_SECONDS } from "../lib/aws-call";
import { FunctionError } from "../lib/function-error";

export interface ActivationProps {
  readonly ses: Pick<SESClient, "send">;
  readonly region: string;
  /** OpenEMR's own rule set. */
  readonly ruleSet: string;
  /** OpenEMR's rule in it. */
  readonly rule: string;
  readonly pause?: Pause;
}

/**
 * Which receipt rule set of the account is active: one at most in a region, and SES receives mail by no other.
 * One that somebody else made active stays so, and rules that somebody else put into ours go on working. SES
 * itself would end either without a word.
 */
export class Activation {
  constructor(private readonly props: ActivationProps) {}

  /** @throws FunctionError when another rule set is active */
  async activate(): Promise<string> {
    const { region, ruleSet } = this.props;
    const active = await this.active();
    if (active === ruleSet) return "It is active already.";
    if (active !== undefined) {
      throw new FunctionError(
        `The receipt rule set "${active}" is active in ${region}, and stays so: mail that it receives would be refused. Set activate_receipt_rule_set = false and receipt_rule_set_name = "${active}", so that the rule is added to it; or take it out of service yourself with: aws ses set-active-receipt-rule-set --region ${region}`,
      );
    }
    await this.makeActive(ruleSet);
    return "It is active now.";
  }

  /** Before the rule set goes, or is active no longer. @throws FunctionError when others have rules in it */
  async deactivate(): Promise<string> {
    const { region, ruleSet } = this.props;
    const others = await this.rulesOfOthers();
    if (others.length > 0) {
      throw new FunctionError(
        `The receipt rule set "${ruleSet}" in ${region} stays as it is: it holds rules of others too, ${others.map((name) => `"${name}"`).join(", ")}, which would receive no mail any more. Move them to another rule set first, or delete them: aws ses delete-receipt-rule --region ${region} --rule-set-name ${ruleSet} --rule-name <name>. A rule of another installation of OpenEMR moves when its receipt_rule_set_name names another one.`,
      );
    }
    if ((await this.active()) !== ruleSet) return "Another one is active, or none.";
    await this.makeActive(undefined);
    return "None is active now.";
  }

  private async active(): Promise<string | undefined> {
    const { Metadata } = await this.attempt("find the active receipt rule set", () =>
      this.props.ses.send(new DescribeActiveReceiptRuleSetCommand()),
    );
    return Metadata?.Name;
  }

  private async rulesOfOthers(): Promise<string[]> {
    const { ses, ruleSet: RuleSetName, rule } = this.props;
    return this.attempt(`read the receipt rule set "${RuleSetName}"`, async () => {
      try {
        const { Rules = [] } = await ses.send(new DescribeReceiptRuleSetCommand({ RuleSetName }));
        return Rules.map(({ Name }) => Name!).filter((name) => name !== rule);
      } catch (error) {
        // It was deleted by hand.
        if (/^RuleSetDoesNotExist/.test((error as Error).name)) return [];
        throw error;
      }
    });
  }

  private async makeActive(RuleSetName: string | undefined): Promise<void> {
    await this.attempt("change which receipt rule set is active", () =>
      this.props.ses.send(new SetActiveReceiptRuleSetCommand({ RuleSetName })),
    );
  }

  private attempt<T>(what: string, call: () => Promise<T>): Promise<T> {
    return attemptFor(PERMISSION_SECONDS, what, call, this.props.pause);
  }
}
