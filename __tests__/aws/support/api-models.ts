import { spawnSync } from "node:child_process";
import path from "node:path";

/** A shape of botocore's models, with the names of those that it is made of. */
interface Shape {
  readonly type: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
  readonly member?: string;
  readonly key?: string;
  readonly value?: string;
  readonly members?: Readonly<Record<string, string>>;
}

type Shapes = Readonly<Record<string, Shape>>;

interface Models {
  /** Service and shape of what an action takes. */
  readonly inputs: Readonly<Record<string, readonly [service: string, shape: string]>>;
  readonly shapes: Readonly<Record<string, Shapes>>;
}

/** The values of a resource that AWS would refuse, and how many were compared. */
export interface Verdict {
  readonly checked: number;
  readonly refused: readonly string[];
}

/** Holds arguments of Terraform against the models of AWS's API in the botocore that is beside the emulator. */
export class ApiModels {
  private constructor(private readonly models: Models) {}

  /** @param actions IAM actions, such as `backup:CreateBackupPlan` */
  static of(actions: readonly string[]): ApiModels {
    const program = path.join(__dirname, "api-models.py");
    const input = JSON.stringify(actions);
    const { status, stdout, stderr } = spawnSync("python3", [program], {
      input,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (status !== 0) throw new Error(`botocore's models cannot be read: ${stderr}`);
    return new ApiModels(JSON.parse(stdout) as Models);
  }

  /** Compares arguments with what an action takes, as far as their names are alike. */
  check(action: string, values: object): Verdict {
    const input = this.models.inputs[action];
    if (!input) return { checked: 0, refused: [] };
    const [service, shape] = input;
    const look = new Look(this.models.shapes[service]!);
    look.at(shape, named(values, Object.keys(this.models.shapes[service]![shape]!.members ?? {})), "");
    // Terraform has the arguments of a structure that is an input's only content beside the others.
    for (const inner of Object.values(this.models.shapes[service]![shape]!.members ?? {})) {
      if (this.models.shapes[service]![inner]!.type === "structure") look.at(inner, values, "");
    }
    return { checked: look.checked, refused: [...new Set(look.refused)] };
  }
}

/** One comparison of a value with shapes. */
class Look {
  checked = 0;
  readonly refused: string[] = [];

  constructor(private readonly shapes: Shapes) {}

  at(name: string, value: unknown, place: string): void {
    const shape = this.shapes[name]!;
    if (value === null || value === undefined || value === "") return;
    if (shape.type === "structure") this.atStructure(shape, value, place);
    else if (shape.type === "list") this.atList(shape, value, place);
    else if (shape.type === "map") this.atMap(shape, value, place);
    else if (typeof value === "string" && shape.type === "string") this.atText(shape, value, place);
    else if (typeof value === "number") this.within(shape, value, "", value, place);
  }

  private atStructure({ members = {} }: Shape, value: unknown, place: string): void {
    // A block of Terraform is a list, also where there is one at most.
    for (const block of Array.isArray(value) ? value : [value]) {
      if (typeof block !== "object" || block === null) continue;
      for (const [argument, inner] of Object.entries(block)) {
        const member = Object.keys(members).find((other) => plain(other) === plain(argument));
        if (member) this.at(members[member]!, inner, `${place}.${argument}`);
      }
    }
  }

  private atList(shape: Shape, value: unknown, place: string): void {
    const items = Array.isArray(value) ? value : [value];
    // Terraform leaves out an empty list.
    if (items.length > 0) this.within(shape, items.length, " items", items.length, place);
    for (const item of items) this.at(shape.member!, item, `${place}[]`);
  }

  private atMap(shape: Shape, value: unknown, place: string): void {
    if (typeof value !== "object" || Array.isArray(value)) return;
    const entries = Object.entries(value!);
    this.within(shape, entries.length, " entries", entries.length, place);
    for (const [key, item] of entries) {
      this.at(shape.key!, key, `${place} key`);
      this.at(shape.value!, item, `${place}.${key}`);
    }
  }

  private atText(shape: Shape, text: string, place: string): void {
    this.within(shape, text.length, " characters", text, place);
    if (shape.enum && !shape.enum.includes(text)) this.refuse(place, text, `one of ${shape.enum.join(", ")}`);
    if (shape.pattern && !matcher(shape.pattern).test(text)) this.refuse(place, text, shape.pattern);
  }

  private within({ min, max }: Shape, size: number, unit: string, value: unknown, place: string): void {
    this.checked++;
    if (size < (min ?? -Infinity) || size > (max ?? Infinity)) {
      this.refuse(place, value, `${min ?? "any"} to ${max ?? "any"}${unit}`);
    }
  }

  private refuse(place: string, value: unknown, mustBe: string): void {
    this.refused.push(`${place} is ${JSON.stringify(value)}, but must be ${mustBe}`);
  }
}

/** Arguments of an input; a name is also that of the only member that ends with it, as `BackupVaultName` does for `name`. */
function named(values: object, members: readonly string[]): object {
  const entries = Object.entries(values).map(([argument, value]) => {
    if (members.some((member) => plain(member) === plain(argument))) return [argument, value];
    const endings = members.filter((member) => plain(member).endsWith(plain(argument)));
    return [endings.length === 1 && typeof value === "string" ? endings[0]! : argument, value];
  });
  return Object.fromEntries(entries);
}

/** Names that are alike but for their spelling, and for one and many. */
const plain = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .replace(/s$/, "");

/** Java's names for sets of characters, for which JavaScript has others. */
const JAVA: Readonly<Record<string, string>> = {
  Alpha: "L",
  Graph: "ASCII",
  Print: "ASCII",
  IsAlphabetic: "Alphabetic",
};

function matcher(pattern: string): RegExp {
  const translated = pattern.replace(/\\p\{(\w+)\}/g, (all, name: string) =>
    JAVA[name] ? `\\p{${JAVA[name]}}` : all,
  );
  try {
    return new RegExp(`^(?:${translated})$`, "su");
  } catch {
    // Escapes that are only refused beside names of sets.
    return new RegExp(`^(?:${pattern})$`, "s");
  }
}
