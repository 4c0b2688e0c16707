import { type Installation, makeClients } from "../../../../scripts/procedures/installation";
import { AwsFault, type FaultKind, Killed, lostConnection } from "./fault";

export type Operation = (input: never) => unknown;

/** Operations of one service, by the name of the action. */
export type Service = Readonly<Record<string, Operation>>;

/** A part of the account that changes by itself while time passes. */
export interface Part {
  readonly operations: Service;
  /** Half a minute passes. */
  tick(): void;
}

/** How IAM calls the services whose clients are called otherwise. */
const PREFIXES: Readonly<Record<string, string>> = {
  autoscaling: "application-autoscaling",
  loadBalancers: "elasticloadbalancing",
  secrets: "secretsmanager",
};

/** Half minutes until an answer that is late. */
const LATE = 10;

/**
 * An account of AWS in memory, behind AWS's own clients. A request takes half a minute of its time. At one request,
 * by its number, something can go wrong.
 */
export class World {
  /** Actions that were asked for, in their order, e.g. `UpdateService`. */
  readonly calls: string[] = [];
  /** The permissions that they take, e.g. `ecs:UpdateService`. */
  readonly permissions = new Set<string>();
  /** Requests with their input, which tells the resources that they were about. */
  readonly requests: { readonly permission: string; readonly input: unknown }[] = [];
  private fault?: { readonly at: number; readonly kind: FaultKind };
  private isDead = false;
  /** Called after each request that changed or could have changed something. */
  check: (action: string) => void = () => {};

  constructor(private readonly parts: readonly Part[]) {}

  installation(names: Omit<Installation, "clients">): Installation {
    const clients = makeClients("eu-west-1");
    for (const [name, client] of Object.entries(clients)) {
      const prefix = PREFIXES[name] ?? name;
      // In place of a middleware: a client puts all of them together for each request, which takes longer than the answer.
      const send = async (command: { readonly input: unknown }) => ({
        $metadata: {},
        ...(this.answer(prefix, command.constructor.name.replace(/Command$/, ""), command.input) as object),
      });
      Object.assign(client, { send });
    }
    return { ...names, clients };
  }

  /** Something goes wrong at the request of this number. */
  disturb(fault: { readonly at: number; readonly kind: FaultKind }): void {
    this.fault = fault;
  }

  /** Another process asks from now on, and nothing goes wrong any more. */
  revive(): void {
    this.fault = undefined;
    this.isDead = false;
  }

  private answer(prefix: string, action: string, input: unknown): unknown {
    this.permissions.add(`${prefix}:${action}`);
    this.requests.push({ permission: `${prefix}:${action}`, input });
    // A process that is killed asks for nothing more.
    if (this.isDead) throw new Killed(action);
    const number = this.calls.push(action) - 1;
    const kind = this.fault?.at === number ? this.fault.kind : undefined;
    for (const part of this.parts) part.tick();
    this.isDead = kind?.startsWith("killed") ?? false;
    if (kind === "killed before") throw new Killed(action);
    if (kind === "refused") throw new AwsFault("AccessDeniedException", `You may not ${action}.`);
    if (kind === "throttled") throw new AwsFault("ThrottlingException", "Rate exceeded");
    const output = this.perform(action, input);
    this.check(action);
    if (kind === "killed after") throw new Killed(action);
    if (kind === "answer lost") throw lostConnection();
    for (let i = 0; kind === "answer late" && i < LATE; i++) for (const part of this.parts) part.tick();
    // The caller gets a copy, which does not change when the account does.
    return structuredClone(output ?? {});
  }

  private perform(action: string, input: unknown): unknown {
    const operations = this.parts.flatMap((part) => part.operations[action] ?? []);
    if (operations.length === 0) throw new Error(`${action} is not in this world.`);
    // Two parts may know of tasks; the one that is not asked answers nothing.
    return operations.map((operation) => operation(input as never)).find((output) => output !== undefined);
  }
}
