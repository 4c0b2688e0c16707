const SECRET =
  /^(secret|secret_(string|binary|key)|private_key|key_material_base64|auth_token|access_token|token_key|.*password(_v4)?|.*_wo)$/;

/**
 * True for an argument that holds a secret by its name. The generated classes do not tell what is sensitive. These
 * names cover what a plan must not print; a type that keeps a secret under a common name, such as "value", is not
 * recognized.
 */
export function isSecretName(name: string): boolean {
  return SECRET.test(name);
}
