import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { DeleteParameterCommand, GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { UserError } from "../../src/user-error";
import type { Lockable } from "./installation";

/** Environment variable with the id of the run that holds the installation, for a command that this run starts. */
export const HOLDER_VARIABLE = "OPENEMR_RUN_HOLDER";

/** How often a run says that it is there, in milliseconds. */
const RENEWAL = 30_000;

/** A run that has not said so for this long was killed, in milliseconds. */
const STALE = 4 * RENEWAL;

/** Milliseconds between two looks at another run, at most. */
const LOOK = 5000;

interface Holder {
  readonly id: string;
  readonly procedure: string;
  readonly by: string;
  readonly since: string;
  /** A number that each renewal changes, so that no clock has to be compared with AWS's. */
  readonly renewal: number;
}

export interface RunLockOptions {
  /** Id of the run that started this one and holds the installation for it: {@link HOLDER_VARIABLE}. */
  readonly within?: string | undefined;
  /** Milliseconds after which a silent run was killed. @default 120000 */
  readonly stale?: number;
  /** Milliseconds between two signs that this run is there. @default 30000 */
  readonly renewal?: number;
}

/** Lets one run at a time change an installation: a parameter that only one can make. */
export class RunLock {
  /** Milliseconds between two signs that this run is there. */
  readonly renewal: number;
  private readonly Name: string;
  private readonly within: string | undefined;
  private readonly stale: number;
  private holder: Holder;
  private renewedAt = 0;

  constructor(
    private readonly installation: Lockable,
    procedure: string,
    { within, stale = STALE, renewal = RENEWAL }: RunLockOptions = {},
  ) {
    this.within = within;
    this.stale = stale;
    this.renewal = renewal;
    this.Name = `${installation.procedureParameter}-run`;
    const by = `${userName()} on ${hostname()}`;
    this.holder = { id: randomUUID(), procedure, by, since: new Date().toISOString(), renewal: 0 };
  }

  /** Lets a command that this run starts work while this run holds the installation. */
  get variables(): Record<string, string> {
    return { [HOLDER_VARIABLE]: this.within ?? this.holder.id };
  }

  /** @throws UserError where another run holds it */
  async take(say: (why: string) => void): Promise<void> {
    if (this.within !== undefined) return this.join(this.within);
    if (await this.make()) return;
    const other = await this.read();
    if (other) {
      say(
        `"${other.procedure}" holds the installation: ${other.by}, since ${other.since}. Looking for up to ${Math.round(this.stale / 1000)} s whether that run is alive ...`,
      );
      if (await this.isSilent(other)) await this.remove();
    }
    // Two may have found it stale; one of them makes it.
    if (!(await this.make())) throw this.held((await this.read()) ?? other!);
    // The other one may have deleted what this one made, and is found out before this one's first request.
    this.renewedAt = 0;
  }

  /** @returns whether it is there and was killed; false where it has ended @throws UserError at the first sign of it */
  private async isSilent({ id, renewal }: Holder): Promise<boolean> {
    // Looks are counted: a clock goes on while this machine sleeps.
    const looks = Math.max(1, Math.ceil(this.stale / LOOK));
    for (let i = 0; i < looks; i++) {
      await sleep(this.stale / looks);
      const now = await this.read();
      if (!now) return false;
      if (now.id !== id || now.renewal !== renewal) throw this.held(now);
    }
    return true;
  }

  /** Says that this run is there. @throws UserError where another took over, which found this one silent for too long */
  async renew(): Promise<void> {
    const silent = Date.now() - this.renewedAt;
    // A clock that was set back would keep this run silent.
    if (silent >= 0 && silent < this.renewal) return;
    const holder = await this.own();
    // Both the run that took it and one that works within it do this.
    await this.put({ ...holder, renewal: holder.renewal + 1 }, true);
  }

  /** @throws UserError where another took over */
  async check(): Promise<void> {
    await this.own();
  }

  private async own(): Promise<Holder> {
    const holder = await this.read();
    if (holder?.id === this.holder.id) return holder;
    throw new UserError(
      `Another run took over${holder ? `: ${holder.by}, since ${holder.since}` : ""}. This one ends; what AWS was asked for goes on.`,
    );
  }

  /** Another run may have taken over, and holds it now. A run within another leaves it to that one. */
  async release(): Promise<void> {
    if (this.within !== undefined) return;
    if ((await this.read())?.id === this.holder.id) await this.remove();
  }

  private async join(id: string): Promise<void> {
    const holder = await this.read();
    if (holder?.id !== id) {
      throw new UserError(
        `${HOLDER_VARIABLE} is "${id}", but the run of that id does not hold "${this.installation.environment}" ${holder ? `any more: ${holder.by} does, since ${holder.since}` : "any more"}. Nothing was changed. Run the command again by which that run was started.`,
      );
    }
    this.holder = holder;
    this.renewedAt = Date.now();
  }

  private async remove(): Promise<void> {
    await this.installation.clients.ssm
      .send(new DeleteParameterCommand({ Name: this.Name }))
      .catch((error: Error) => {
        if (error.name !== "ParameterNotFound") throw error;
      });
  }

  private async make(): Promise<boolean> {
    try {
      await this.put(this.holder, false);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "ParameterAlreadyExists") throw error;
    }
    // The answer to a request that succeeded may have been lost, and a repetition of it finds its own.
    return (await this.read())?.id === this.holder.id;
  }

  private async put(holder: Holder, Overwrite: boolean): Promise<void> {
    const Value = JSON.stringify(holder);
    await this.installation.clients.ssm.send(
      new PutParameterCommand({ Name: this.Name, Value, Type: "String", Overwrite }),
    );
    this.holder = holder;
    this.renewedAt = Date.now();
  }

  private async read(): Promise<Holder | undefined> {
    try {
      const { Parameter } = await this.installation.clients.ssm.send(
        new GetParameterCommand({ Name: this.Name }),
      );
      return JSON.parse(Parameter!.Value!) as Holder;
    } catch (error) {
      if (error instanceof Error && error.name === "ParameterNotFound") return undefined;
      throw error;
    }
  }

  private held({ procedure, by, since }: Holder): UserError {
    const { environment } = this.installation;
    return new UserError(
      `Another run changes "${environment}" now: "${procedure}", by ${by}, since ${since}. Wait until it ends, or end it there.`,
    );
  }
}

/** A container may run with a number that no user has. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.()}`;
  }
}
