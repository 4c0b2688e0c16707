import type { PutParameterRequest } from "@aws-sdk/client-ssm";
import { Clock } from "./clock";
import { AwsFault } from "./fault";
import type { Part, Service } from "./world";

/**
 * Parameter Store and one secret. Compared with botocore 1.43.11, models ssm-2014-11-06 and secretsmanager-2017-10-17,
 * on 2026-11-29.
 */
export class ParametersPart implements Part {
  readonly values = new Map<string, string>();
  private readonly changed = new Map<string, { readonly LastModifiedDate: Date; readonly Version: number }>();
  /** The next answer about a parameter that was written is the one from before, as of a copy that is behind. */
  isBehind = false;
  private readonly clock = new Clock();

  /** Names of the parameters but that of a run which was stopped while it let go of the installation. */
  records(): string[] {
    return [...this.values.keys()].filter((name) => !name.endsWith("-run"));
  }

  tick(): void {
    this.clock.tick();
  }

  readonly operations: Service = {
    GetParameter: ({ Name }: { Name: string }) => {
      if (!this.values.has(Name)) throw new AwsFault("ParameterNotFound", "");
      const { Version = 1, ...changed } = this.changed.get(Name) ?? {};
      const behind = this.isBehind && Version > 1 ? 1 : 0;
      if (behind) this.isBehind = false;
      return { Parameter: { Name, Value: this.values.get(Name), ...changed, Version: Version - behind } };
    },
    PutParameter: ({ Name, Value, Overwrite }: PutParameterRequest) => {
      if (this.values.has(Name!) && !Overwrite) throw new AwsFault("ParameterAlreadyExists", "It exists.");
      if (Value!.length > 4096)
        throw new AwsFault("ValidationException", "Standard tier parameters are 4096 characters.");
      this.values.set(Name!, Value!);
      const Version = (this.changed.get(Name!)?.Version ?? 0) + 1;
      this.changed.set(Name!, { LastModifiedDate: this.clock.now(), Version });
      return { Version };
    },
    DeleteParameter: ({ Name }: { Name: string }) => {
      this.changed.delete(Name);
      if (!this.values.delete(Name)) throw new AwsFault("ParameterNotFound", "");
      return {};
    },
    GetSecretValue: () => ({ SecretString: JSON.stringify({ username: "dbadmin", password: "today" }) }),
  };
}
