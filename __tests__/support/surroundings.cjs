/*
 * Takes from a process what whoever runs the tests has set, and what would lead a test elsewhere or have it see something
 * else. Those stay that say where a Terraform, a provider or an emulated AWS is. Loaded where jest starts, so that its workers
 * have one language, and in each of them: for those, jest itself sets FORCE_COLOR at a terminal.
 */
const PERSONAL = [
  /^AWS_(?!ENDPOINT_URL$|CA_BUNDLE$)/,
  /^CDKTF_/,
  /^OPENEMR_(?!IMAGE_FILES$|SCHEMA$)/,
  /^TF_(?!CLI_CONFIG_FILE$|PLUGIN_)/,
  /^GIT_(DIR|INDEX_FILE|WORK_TREE)$/,
  /^(CI|DEBUG|FORCE_COLOR|NO_COLOR|SYNTH_HCL_OUTPUT)$/,
];

for (const name of Object.keys(process.env)) {
  if (PERSONAL.some((pattern) => pattern.test(name))) delete process.env[name];
}
Object.assign(process.env, { LC_ALL: "C.UTF-8", TZ: "UTC" });
