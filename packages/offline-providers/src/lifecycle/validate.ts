import { type CtyObject, isObject } from "../cty/types";
import type { Members } from "../schema/model";

/** Something wrong in a configuration. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly summary: string;
  readonly detail: string;
}

/**
 * Finds arguments that only the provider sets. It is the one rule of a schema that Terraform leaves to the
 * provider; unknown and missing arguments, types and numbers of blocks it checks by itself.
 */
export function unconfigurable(
  members: Members,
  config: CtyObject,
  path: readonly (string | number)[] = [],
): Problem[] {
  return members.flatMap((member) => {
    const value = config[member.name] ?? null;
    const here = [...path, member.name];
    if (member.kind === "attribute") {
      const isResult = member.computed && !member.optional;
      return isResult && value !== null ? [unconfigurableProblem(member.name, here)] : [];
    }
    const inner = (element: unknown, at: typeof here) =>
      isObject(element as CtyObject) ? unconfigurable(member.members, element as CtyObject, at) : [];
    if (!Array.isArray(value)) return inner(value, here);
    // Elements of a set have no index that Terraform could show.
    return value.flatMap((element, i) => inner(element, member.nesting === "list" ? [...here, i] : here));
  });
}

function unconfigurableProblem(name: string, path: Problem["path"]): Problem {
  return {
    path,
    summary: "Value for unconfigurable attribute",
    detail: `Can't configure a value for "${name}": its value will be decided automatically based on the result of applying this configuration.`,
  };
}
