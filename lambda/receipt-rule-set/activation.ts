import {
  DescribeActiveReceiptRuleSetCommand,
  type SESClient,
  SetActiveReceiptRuleSetCommand,
} from "@aws-sdk/client-ses";

/**
 * Which receipt rule set of the account is active: one at most in a region, and SES receives mail by no other.
 * One that somebody else made active stays so. SES itself would take it out of service without a word.
 */
export class Activation {
  constructor(
    private readonly ses: Pick<SESClient, "send">,
    private readonly region: string,
  ) {}

  /** @throws Error when another rule set is active */
  async activate(ruleSet: string): Promise<string> {
    const active = await this.active();
    if (active === ruleSet) return "It is active already.";
    if (active !== undefined) {
      throw new Error(
        `The receipt rule set "${active}" is active in ${this.region}, and stays so: mail that it receives would be refused. Set activate_receipt_rule_set = false and receipt_rule_set_name = "${active}", so that the rule is added to it; or take it out of service yourself with: aws ses set-active-receipt-rule-set --region ${this.region}`,
      );
    }
    await this.ses.send(new SetActiveReceiptRuleSetCommand({ RuleSetName: ruleSet }));
    return "It is active now.";
  }

  async deactivate(ruleSet: string): Promise<string> {
    if ((await this.active()) !== ruleSet) return "Another one is active, or none.";
    await this.ses.send(new SetActiveReceiptRuleSetCommand({}));
    return "None is active now.";
  }

  private async active(): Promise<string | undefined> {
    const { Metadata } = await this.ses.send(new DescribeActiveReceiptRuleSetCommand());
    return Metadata?.Name;
  }
}
