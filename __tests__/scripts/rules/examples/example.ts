/** A resource type, the path of an attribute, a strong value, a weaker one, and what is said of it. */
export type Example = readonly [
  type: string,
  path: string,
  strong: unknown,
  weak: unknown,
  says: string,
  both?: "either way",
];

export function addressOf(type: string): string {
  return `${type}.database_thing`;
}

/** `nested("a.0.b", 1)` is `{ a: [{ b: 1 }] }`. */
export function nested(path: string, value: unknown): Record<string, unknown> {
  const result = path
    .split(".")
    .reduceRight<unknown>((inner, step) => (step === "0" ? [inner] : { [step]: inner }), value);
  return result as Record<string, unknown>;
}

/** One parameter of a group, as the provider plans it. */
export const parameter = (name: string, value: string) => [{ name, value, apply_method: "immediate" }];
