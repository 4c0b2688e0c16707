import type { StateUse } from "./state-use";
import { tokenVariable } from "./terraform-token";

/** How an error of Terraform is known, and what to do about it. */
type Advice = readonly [pattern: RegExp, advise: (match: readonly string[], use: StateUse) => string];

const SETTINGS = "context.state of cdktf.json";

const ADVICE: readonly Advice[] = [
  [
    /Required token could not be found.*? token for (\S+):/,
    ([, host], { command }) =>
      `No token for ${host}. Nothing was changed. Sign in (terraform login ${host}), or set ${tokenVariable(host!)}, as in a ` +
      `pipeline, and repeat: ${command}`,
  ],
  [
    /Failed to read organization "([^"]*)" at host (\S+) .*organization settings: unauthorized/,
    ([, , host], { command }) =>
      `${host} does not accept the token: it has expired, or was revoked. Nothing was changed. Sign in again (terraform login ${host}), ` +
      `or set ${tokenVariable(host!)} to one that is valid, and repeat: ${command}`,
  ],
  [
    /Failed to read organization "([^"]*)" at host (\S+)/,
    ([, organization, host]) =>
      `There is no organization "${organization}" at ${host}, or the token may not see it. Nothing was changed. Correct organization in ` +
      `${SETTINGS}, or OPENEMR_STATE_ORGANIZATION; or sign in as one of its members.`,
  ],
  [
    /Failed to request discovery document: Get "https:\/\/([^/"]+)\/|Host (\S+) does not provide a/,
    ([, unreached, other]) =>
      `${unreached ?? other} does not answer as Terraform Cloud or Terraform Enterprise does. Nothing was changed. Correct hostname in ` +
      `${SETTINGS}, or OPENEMR_STATE_HOSTNAME; where its certificate is of an authority of your own, set SSL_CERT_FILE to that one's.`,
  ],
  [
    /error creating workspace (openemr-(\S+)): (?:resource not found|unauthorized)/,
    ([, workspace, environment]) =>
      `The workspace "${workspace}" does not exist, or the token may not see it, and it may make none. Nothing was changed. Somebody who ` +
      `may make it does so by: npm run terraform-cloud -- setup ${environment}`,
  ],
  [
    /conflicts with TF_WORKSPACE environment variable/,
    (_, { command }) =>
      "TF_WORKSPACE names another workspace than the environment's. Nothing was changed. Unset it, and repeat: " +
      command,
  ],
  [
    /Incompatible Terraform version .*remote workspace (\S+) \((.+?)\)/,
    ([, workspace, versions], { command }) =>
      `Terraform here writes states that the runs of ${workspace} (Terraform ${versions}) could not read. Nothing was changed. Use one of ` +
      `these versions here, or give the workspace the one that is here (npm run terraform-cloud -- setup --help), and repeat: ${command}`,
  ],
  [
    /workspace already locked \(lock ID: "([^"]+)"\)/,
    ([, id], { command, folder }) =>
      [
        "The workspace is locked, by a run or by a person: its page says by whom. Nothing was changed.",
        `Wait for it to end, and repeat: ${command}`,
        "Only when nothing runs there any more, unlock it, there or here, and repeat the command:",
        `  terraform -chdir=${folder} force-unlock ${id}`,
      ].join("\n"),
  ],
  [
    /Error asking for state migration action|Migrating state from HCP Terraform or Terraform Enterprise to another backend/,
    (_, { folder }) =>
      `The state was in another place when Terraform last ran in ${folder}, before the settings (${SETTINGS}, or OPENEMR_STATE_...) were ` +
      "changed. Nothing was changed. npm run diff says how to take it along.",
  ],
];

/**
 * Advice for an error that concerns Terraform Cloud.
 *
 * @param text of Terraform, in one line
 * @returns `undefined` for any other error
 */
export function cloudAdvice(text: string, use: StateUse): string | undefined {
  for (const [pattern, advise] of ADVICE) {
    const match = pattern.exec(text);
    if (match) return advise(match, use);
  }
  return undefined;
}
