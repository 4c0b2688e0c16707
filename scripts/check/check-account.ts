import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { AskedServices } from "./asked-services";
import type { CheckedEnvironment } from "./environment";
import { askAll, type Finding, type Question, right } from "./question";
import { certificateQuestions } from "./questions/certificate";
import { domainQuestions } from "./questions/domain";
import { existingVpcQuestions } from "./questions/existing-vpc/questions";
import { foreignRoleQuestions } from "./questions/foreign-roles";
import { guardDutyQuestions } from "./questions/guardduty";
import { imageQuestion } from "./questions/image";
import { mailQuestions } from "./questions/mail";
import { quotaQuestions } from "./questions/quotas";
import { copyRegionQuestions, regionQuestion } from "./questions/region";
import { roleQuestions } from "./questions/roles";
import { credentialQuestions, secretQuestion } from "./questions/secrets";
import { backupQuestion, engineQuestion } from "./questions/services";

/**
 * Reads what a deployment of an environment needs of the account, and changes nothing.
 *
 * @throws where AWS does not even say whose account it is
 */
export async function checkAccount(
  environment: CheckedEnvironment,
  { clients, dns, dockerHub }: AskedServices,
): Promise<Finding[]> {
  const { Account: account, Arn: arn } = await clients.sts.send(new GetCallerIdentityCommand({}));
  const identity: Question = { area: "Account", what: String(account), ask: async () => right(String(arn)) };
  const start = await askAll([identity, regionQuestion(clients, environment)]);
  // A region that is off answers nothing, or with errors that say something else.
  if (start.some(({ verdict }) => verdict === "wrong")) return start;
  const rest = await askAll([
    ...copyRegionQuestions(clients, environment),
    ...quotaQuestions(clients, environment, account),
    ...existingVpcQuestions(clients, environment, account),
    ...roleQuestions(clients, environment),
    ...foreignRoleQuestions(clients, environment),
    secretQuestion(clients, environment),
    ...domainQuestions(clients, environment, dns),
    ...certificateQuestions(clients, environment),
    ...mailQuestions(clients, environment),
    ...guardDutyQuestions(clients, environment),
    backupQuestion(clients, environment),
    engineQuestion(clients, environment),
    imageQuestion(clients, environment, dockerHub),
    ...credentialQuestions(clients, environment),
  ]);
  return [...start, ...rest];
}
