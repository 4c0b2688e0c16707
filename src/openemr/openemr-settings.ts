import type { ListItem } from "../terraform/conditional-list";
import type { Value } from "../terraform/expression";

interface Setting {
  /** Its name in OpenEMR, as in `library/globals.inc.php`, e.g. `rest_api`. */
  readonly name: string;
  /**
   * A Terraform condition under which Terraform decides about the setting. While it does not hold, the setting
   * is the administrator's. @default - always
   */
  readonly when?: Value<boolean>;
}

/** A setting whose value everybody who can see a plan may know. */
export interface PlainSetting extends Setting {
  /** At most 255 characters: a string, or an expression that gives one. */
  readonly value: Value<string>;
}

/** A setting whose value goes past Terraform. */
export interface SecretSetting extends Setting {
  /**
   * The secret, encrypted with the installation's data key, and the key of the JSON in it. It exists whether the
   * condition holds or not, and has a value while it holds.
   */
  readonly secret: { readonly arn: string; readonly name: string; readonly key: string };
  /**
   * OpenEMR keeps the value encrypted: the setting's type is `encrypted`, as that of `SMTP_PASS`. Otherwise the
   * database's log shows it. @default true
   */
  readonly encrypted?: boolean;
}

/**
 * A setting inside OpenEMR that Terraform decides: a row of OpenEMR's table `globals`.
 *
 * Each task applies the declared settings before it serves, when its turn has come, and gives back settings that are
 * declared no longer. The task that installs or upgrades OpenEMR does so as soon as that is completed.
 * `SettingsDeclaration` declares them, `src/application/container/apply-settings.php` applies them. OpenEMR reads the
 * table at each request, so a change reaches running tasks too: during a rolling deployment they work with the new
 * settings from the moment when the first new task has started.
 */
export type OpenEmrSetting = PlainSetting | SecretSetting;

/** Whether a setting's value comes from Secrets Manager. */
export function isSecret(setting: OpenEmrSetting): setting is SecretSetting {
  return "secret" in setting;
}

/** Which settings are declared, as entries of the list that `apply-settings.php` reads. */
export function declarations(settings: readonly OpenEmrSetting[]): ListItem[] {
  return checked(settings).map((setting) => {
    const { name, when } = setting;
    if (!isSecret(setting)) return { item: { name, value: setting.value }, when };
    const { secret, encrypted = true } = setting;
    return { item: { name, encrypted, secret: secret.name, key: secret.key }, when };
  });
}

/**
 * @throws if a name is none, or stands there twice, which tasks would refuse
 */
function checked(settings: readonly OpenEmrSetting[]): readonly OpenEmrSetting[] {
  const names = settings.map(({ name }) => name);
  for (const [i, name] of names.entries()) {
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(name)) {
      throw new Error(
        `"${name}" is no name of a setting of OpenEMR: up to 63 letters, digits and _, as in library/globals.inc.php.`,
      );
    }
    if (names.indexOf(name) !== i) {
      throw new Error(
        `The setting ${name} is declared twice. Declare it once, with the two conditions joined by ||.`,
      );
    }
  }
  return settings;
}
