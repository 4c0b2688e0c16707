import type { CtyObject, CtyValue } from "../../../cty/types";
import type { Change } from "../../../simulation";
import type { SecretStore } from "../secret-store";
import { AccountClock, type ClockSnapshot } from "./account-clock";
import { asImported, idOf, isImportedBy } from "./import-ids";

/** A resource that the account has. */
export interface Existing {
  /** Its type in Terraform, such as `aws_vpc`. */
  readonly type: string;
  readonly values: CtyObject;
}

/** A name that nobody can take although what had it is deleted. */
interface Reserved {
  readonly type: string;
  readonly name: string;
  readonly days: number;
}

/** Everything that an account holds at one moment. It can only be given back to {@link SimulatedAccount.restore}. */
export interface AccountSnapshot {
  readonly existing: ReadonlyMap<string, Existing>;
  readonly absent: ReadonlySet<string>;
  readonly contents: ReadonlyMap<string, number>;
  readonly reserved: readonly Reserved[];
  readonly clock: ClockSnapshot;
  readonly secrets: ReturnType<SecretStore["snapshot"]>;
}

/**
 * The resources of the simulated AWS account, whichever stack and run of Terraform made them. It lives as long as the
 * providers, so that a run meets what earlier ones left: names that are taken, and things of which no state knows.
 */
export class SimulatedAccount {
  private existing = new Map<string, Existing>();
  /** Resources that are known not to be there. */
  private absent = new Set<string>();
  private contents = new Map<string, number>();
  private reserved: Reserved[] = [];
  private readonly clock = new AccountClock();

  constructor(private readonly secrets: SecretStore) {}

  /** All resources, or those of one type, in the order in which they were made. */
  resources(type?: string): Existing[] {
    return [...this.existing.values()].filter((resource) => type === undefined || resource.type === type);
  }

  /** A resource by its type and identifier. */
  find(type: string, id: CtyValue | undefined): CtyObject | undefined {
    return this.existing.get(keyOf(type, id))?.values;
  }

  /** Whether the account is known not to have the resource: it was deleted. */
  lacks(type: string, id: CtyValue | undefined): boolean {
    return this.absent.has(keyOf(type, id));
  }

  /**
   * A resource that is to be imported by an identifier.
   *
   * @param home region in which the provider looks where the identifier names none
   */
  lookFor(type: string, id: string, home: string): CtyObject | undefined {
    const found = this.resources(type).find(({ values }) => isImportedBy(type, values, id, home))?.values;
    return found && asImported(type, found);
  }

  /**
   * Puts things into a resource that can hold some: objects into a bucket, recovery points into a vault, images into
   * a repository. AWS then refuses to delete it.
   */
  fill(type: string, id: string, things = 1): void {
    const key = keyOf(type, id);
    if (!this.existing.has(key)) throw new Error(`There is no ${type} ${id} to put anything into.`);
    this.contents.set(key, (this.contents.get(key) ?? 0) + things);
  }

  /** Takes everything out of a resource. */
  empty(type: string, id: string): void {
    this.contents.delete(keyOf(type, id));
  }

  /** How many things are in a resource. */
  held(type: string, id: CtyValue | undefined): number {
    return this.contents.get(keyOf(type, id)) ?? 0;
  }

  /** Days until a name can be taken again; 0 where it is free. */
  reservedDays(type: string, name: CtyValue | undefined): number {
    const found = this.reserved.filter((each) => each.type === type && each.name === name);
    return Math.max(0, ...found.map(({ days }) => days));
  }

  /** Whole days that went by since a resource was made, as far as {@link letPass} let them. */
  ageInDays(type: string, id: CtyValue | undefined): number {
    return this.clock.ageInDays(keyOf(type, id));
  }

  /** Seconds since the run of Terraform that is under way made a resource; without end where an earlier one did. */
  ageInSeconds(type: string, id: CtyValue | undefined): number {
    return this.clock.ageInSeconds(keyOf(type, id));
  }

  /** Lets days go by: names are free again whose time is over, and locks become final. */
  letPass(days: number): void {
    this.clock.letPass(days);
    this.reserved = this.reserved
      .map((each) => ({ ...each, days: each.days - days }))
      .filter((each) => each.days > 0);
  }

  /** Adds a resource that others made, by its type and values with an `id`: no state knows it. */
  add(type: string, values: CtyObject): void {
    this.changed({ action: "create", type, prior: null, values, config: null });
    this.clock.isOlder(keyOf(type, idOf(type, values)));
  }

  /** Removes a resource as a person would in AWS's console: no state learns of it. */
  remove(type: string, id: string): void {
    this.forget(type, id);
  }

  /** Takes note of a resource that an earlier run or process made, and that a state knows. */
  adopt(type: string, values: CtyObject): void {
    const key = keyOf(type, idOf(type, values));
    this.clock.isOlder(key);
    if (!this.existing.has(key) && !this.absent.has(key)) this.existing.set(key, { type, values });
  }

  /** Follows a change that was carried out. */
  changed({ type, prior, values }: Change): void {
    if (values) {
      const key = keyOf(type, idOf(type, values));
      this.absent.delete(key);
      this.existing.set(key, { type, values });
      if (!prior) this.clock.made(type, key);
      return;
    }
    this.forget(type, prior ? idOf(type, prior) : undefined);
    this.leaveBehind(type, prior ?? {});
  }

  /** Everything that the account holds now. */
  snapshot(): AccountSnapshot {
    return {
      existing: new Map(this.existing),
      absent: new Set(this.absent),
      contents: new Map(this.contents),
      reserved: [...this.reserved],
      clock: this.clock.snapshot(),
      secrets: this.secrets.snapshot(),
    };
  }

  /** Goes back to an earlier moment. */
  restore({ existing, absent, contents, reserved, clock, secrets }: AccountSnapshot): void {
    this.existing = new Map(existing);
    this.absent = new Set(absent);
    this.contents = new Map(contents);
    this.reserved = [...reserved];
    this.clock.restore(clock);
    this.secrets.restore(secrets);
  }

  private forget(type: string, id: CtyValue | undefined): void {
    const key = keyOf(type, id);
    this.existing.delete(key);
    this.contents.delete(key);
    this.absent.add(key);
  }

  /** A deletion leaves a last snapshot of a database, and the name of a secret until its recovery window is over. */
  private leaveBehind(type: string, gone: CtyObject): void {
    const snapshot = gone.final_snapshot_identifier;
    if (/^aws_(rds_cluster|db_instance)$/.test(type) && gone.skip_final_snapshot !== true && snapshot) {
      const kept = type === "aws_rds_cluster" ? "aws_db_cluster_snapshot" : "aws_db_snapshot";
      const values = { id: snapshot, kms_key_id: gone.kms_key_id ?? null };
      this.existing.set(keyOf(kept, snapshot), { type: kept, values });
    }
    if (type === "aws_secretsmanager_secret") {
      const days = Number(gone.recovery_window_in_days ?? 30);
      if (days > 0) this.reserved.push({ type, name: String(gone.name), days });
    }
  }
}

function keyOf(type: string, id: CtyValue | undefined): string {
  return `${type} ${String(id)}`;
}
