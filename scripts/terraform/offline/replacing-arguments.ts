import known from "./replacing-arguments.json";

/**
 * Arguments whose change has the real provider replace a resource, by type, as paths such as `volume.name`. A type of
 * which it is not known is not in it. The file says how they were found out. What the provider decides by old and new
 * value together is not among them: a security group rule whose peer becomes one of another kind, for instance.
 */
export const REPLACING_ARGUMENTS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries({ ...known.byDocumentation, ...known.arguments }).map(([type, names]) => [
    type,
    // Every type has it since version 6.
    [...names, "region"],
  ]),
);
