import type { CtyType } from "../cty/types";
import type { GeneratedSource, Getter, HclEntry } from "./generated-source";
import { attribute, block, type Member, type Members, typeOf } from "./model";
import { isSecretName } from "./secret-names";

const GETTER_TYPES: Record<string, CtyType> = {
  getStringAttribute: "string",
  getNumberAttribute: "number",
  getBooleanAttribute: "bool",
  getListAttribute: ["list", "string"],
  getNumberListAttribute: ["list", "number"],
  getStringMapAttribute: ["map", "string"],
  getNumberMapAttribute: ["map", "number"],
  getBooleanMapAttribute: ["map", "bool"],
};

const ELEMENT_TYPES: Record<string, CtyType> = { string: "string", number: "number", boolean: "bool" };

/** Reads the schema of a resource, data source or provider out of its generated class. */
export function readMembers(source: GeneratedSource): Members {
  const main = source.mainClass;
  return membersOf(source, source.getters(main), source.hclEntries(main));
}

function membersOf(source: GeneratedSource, getters: Getter[], entries: HclEntry[]): Member[] {
  const hcl = new Map(entries.map((entry) => [entry.name, entry]));
  return getters.map((getter) => memberOf(source, getter, hcl.get(getter.name)));
}

function memberOf(source: GeneratedSource, getter: Getter, hcl: HclEntry | undefined): Member {
  const helper = /^ = new (\w+?)(OutputReference|List|Map)\(this, "\w+"(?:, (true|false))?\)/.exec(
    getter.field,
  );
  if (helper) return structMember(source, getter, hcl, helper);
  const bareStruct = /^\?: ([A-Z]\w*)\[\] \| cdktf\.IResolvable$/.exec(getter.field);
  if (bareStruct) {
    const members = structMembers(source, bareStruct[1]!);
    const nesting = hcl?.type === "set" ? "set" : "list";
    return block(getter.name, members, { nesting, required: getter.required, maxItems: 0 });
  }
  return simpleMember(getter, hcl?.type === "set");
}

function simpleMember(getter: Getter, declaredSet: boolean): Member {
  const writeOnly = getter.name.endsWith("_wo") && (getter.optional || getter.required);
  const type = simpleType(getter, declaredSet);
  return attribute(getter.name, type, {
    required: getter.required,
    optional: getter.optional,
    // A write-only value is never told back, and Terraform refuses a schema that says so.
    computed: getter.computed && !writeOnly,
    sensitive: type === "string" && isSecretName(getter.name),
    writeOnly,
  });
}

function structMember(
  source: GeneratedSource,
  getter: Getter,
  hcl: HclEntry | undefined,
  helper: RegExpExecArray,
): Member {
  const [, structName, holder, wrapsSet] = helper as unknown as [string, string, string, string | undefined];
  const { name, required, optional, computed } = getter;
  const collection = wrapsSet === "true" ? "set" : "list";
  const typed = (type: CtyType) => attribute(name, type, { required, optional, computed });

  const members = structMembers(source, structName);
  if (holder === "Map") return typed(["map", typeOf(members)]);
  const isBlock = (required || optional) && !/listMapperHcl\(\w+, false\)/.test(hcl?.value ?? "");
  if (holder === "List") {
    return isBlock
      ? block(name, members, { nesting: collection, required, maxItems: 0 })
      : typed([collection, typeOf(members)]);
  }
  if (!isBlock) return typed(typeOf(members));
  const nesting = hcl?.type === "struct" ? "single" : hcl?.type === "set" ? "set" : "list";
  return block(name, members, { nesting, required });
}

/** Members of a nested struct: from its class, or where only the provider's own structs have none, from its interface. */
function structMembers(source: GeneratedSource, name: string): Member[] {
  const mapper = `${name[0]!.toLowerCase()}${name.slice(1)}ToHclTerraform`;
  const entries = source.has(mapper) ? source.hclEntries(mapper) : [];
  if (source.has(`${name}OutputReference`)) {
    return membersOf(source, source.getters(`${name}OutputReference`), entries);
  }
  const demanded = source.requiredProperties(name);
  return entries.map((entry) => {
    const required = demanded.has(entry.name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()));
    return attribute(entry.name, storedType(entry), { required, optional: !required });
  });
}

function simpleType(getter: Getter, declaredSet: boolean): CtyType {
  const wrapped = /^ = new cdktf\.(String|Number|Boolean)Map\(/.exec(getter.field);
  if (wrapped) return ["map", ELEMENT_TYPES[wrapped[1]!.toLowerCase()]!];
  const called = /this\.(get\w+)\(/.exec(getter.returns);
  const type = called ? GETTER_TYPES[called[1]!] : annotatedType(getter.field);
  if (!type) throw new Error(`The type of ${getter.name} cannot be read from "${getter.returns}".`);
  const isSet = declaredSet || getter.returns.includes("cdktf.Fn.tolist(");
  return isSet && Array.isArray(type) && type[0] === "list" ? ["set", type[1]] : type;
}

/** The type of a private field's annotation, for getters that return the field or a bare reference. */
function annotatedType(field: string): CtyType | undefined {
  if (field === "") return "dynamic";
  const annotation = field.replace(/^\?: /, "").replace(/ \| cdktf\.IResolvable/g, "");
  const list = /^(.*)\[\]$/.exec(annotation);
  if (list) return wrap("list", annotatedType(list[1]!));
  const map = /^\{ \[key: string\]: (.*) \}$/.exec(annotation);
  if (map) return wrap("map", annotatedType(map[1]!.replace(/^\((.*)\)$/, "$1")));
  return annotation === "any" ? "dynamic" : ELEMENT_TYPES[annotation];
}

function wrap(kind: "list" | "map", element: CtyType | undefined): CtyType | undefined {
  return element && [kind, element];
}

/** The type of an argument by what the generator wrote for HCL output, such as `type: "set"`, `stringList`. */
function storedType({ name, type, storageClassType }: HclEntry): CtyType {
  const element = ELEMENT_TYPES[storageClassType.replace(/(List|Map)$/, "")];
  if (!element) throw new Error(`The type of ${name} cannot be read from "${storageClassType}".`);
  return type === "set" || type === "list" || type === "map" ? [type, element] : element;
}
