import known from "./replacing-arguments.json";

const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  ...known.byDocumentation,
  ...known.arguments,
};

/**
 * Arguments whose change has the real provider replace a resource, as paths such as `volume.name`; `undefined` for
 * a type of which it is not known. The file says how they were found out. What the provider decides by old and new
 * value together is not among them: a security group rule whose peer becomes one of another kind, for instance.
 */
export function replacingArguments(type: string): readonly string[] | undefined {
  const own = ARGUMENTS[type];
  return own && [...own, "region"];
}
