/** The scopes that were granted. */
export class GrantedScopes {
  private readonly resources: ReadonlySet<string>;

  /** @param scope what the token's answer says */
  constructor(scope: string) {
    this.resources = new Set(scope.split(" ").map(resourceOf));
  }

  /**
   * Whether a scope is among them. OpenEMR does not list those with a colon, such as api:fhir, and may write
   * `user/Patient.read` as `user/Patient.rs`.
   */
  include(scope: string): boolean {
    return scope.includes(":") || this.resources.has(resourceOf(scope));
  }
}

function resourceOf(scope: string): string {
  return scope.replace(/\.[a-z]+$/, "");
}
