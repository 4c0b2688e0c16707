import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { DeleteParameterCommand, GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { UserError } from "../../src/user-error";
import type { Installation } from "./installation";

/** How often a run says that it is there, in milliseconds. */
const RENEWAL = 30_000;

/** A run that has not said so for this long was killed, in milliseconds. */
const STALE = 4 * RENEWAL;

interface Holder {
  readonly id: string;
  readonly procedure: string;
  readonly by: string;
  readonly since: string;
  /** A number that each renewal changes, so that no clock has to be compared with AWS's. */
  readonly renewal: number;
}

/** Lets one run at a time change an installation: a parameter that only one can make. */
export class RunLock {
  private readonly Name: string;
  private holder: Holder;
  private renewedAt = 0;

  constructor(
    private readonly installation: Installation,
    procedure: string,
    private readonly stale = STALE,
  ) {
    this.Name = `${installation.procedureParameter}-run`;
    const by = `${userInfo().username} on ${hostname()}`;
    this.holder = { id: randomUUID(), procedure, by, since: new Date().toISOString(), renewal: 0 };
  }

  /** @throws UserError where another run holds it */
  async take(say: (why: string) => void): Promise<void> {
    if (await this.make()) return;
    const other = await this.read();
    if (other) {
      say(
        `"${other.procedure}" holds the installation: ${other.by}, since ${other.since}. Looking for ${Math.round(this.stale / 1000)} s whether that run is alive ...`,
      );
      await sleep(this.stale);
      const now = await this.read();
      if (now && (now.id !== other.id || now.renewal !== other.renewal)) throw this.held(now);
      await this.remove();
    }
    // Two may have found it stale; one of them makes it.
    if (!(await this.make())) throw this.held((await this.read()) ?? other!);
  }

  /** Says that this run is there. @throws UserError where another took over, which found this one silent for too long */
  async renew(): Promise<void> {
    if (Date.now() - this.renewedAt < RENEWAL) return;
    const holder = await this.read();
    if (holder?.id !== this.holder.id) {
      throw new UserError(
        `Another run took over${holder ? `: ${holder.by}, since ${holder.since}` : ""}. This one ends; what AWS was asked for goes on.`,
      );
    }
    await this.put({ ...this.holder, renewal: this.holder.renewal + 1 }, true);
  }

  /** Another run may have taken over, and holds it now. */
  async release(): Promise<void> {
    if ((await this.read())?.id === this.holder.id) await this.remove();
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
