const REGISTRY = "registry.terraform.io";
/** OpenTofu assumes it where a configuration names no registry. */
const REGISTRY_OF_OPENTOFU = "registry.opentofu.org";
const NAMESPACE = "hashicorp";

/** A provider that a configuration needs. */
export interface RequiredProvider {
  /** The name under which a module uses it, which its resource types begin with. */
  readonly localName: string;
  /** Its full address, such as `registry.terraform.io/hashicorp/aws`. */
  readonly address: string;
  /** The versions that the configuration allows. @default - any */
  readonly version?: string;
}

/** @param source as in `required_providers`, where host and namespace may be left out @default the local name */
export function requiredProvider(localName: string, source = localName, version?: string): RequiredProvider {
  const parts = source.split("/");
  const address = [REGISTRY, NAMESPACE].slice(0, 3 - parts.length).concat(parts);
  return { localName, address: address.join("/"), version };
}

/** The addresses under which Terraform and OpenTofu look for it. */
export function addressesOf({ address }: Pick<RequiredProvider, "address">): string[] {
  const [registry, ...name] = address.split("/");
  return registry === REGISTRY ? [address, [REGISTRY_OF_OPENTOFU, ...name].join("/")] : [address];
}

/** The providers that Terraform has itself. */
export function isBuiltIn({ localName, address }: RequiredProvider): boolean {
  return localName === "terraform" || address.startsWith("terraform.io/builtin/");
}

/** The provider that Terraform assumes for a type that no `required_providers` explains: `random` for `random_id`. */
export function impliedProvider(type: string): RequiredProvider {
  return requiredProvider(type.split("_", 1)[0]!);
}
