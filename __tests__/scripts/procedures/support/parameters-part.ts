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
  private readonly changed = new Map<string, Date>();
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
      return {
        Parameter: { Name, Value: this.values.get(Name), LastModifiedDate: this.changed.get(Name) },
      };
    },
    PutParameter: ({ Name, Value, Overwrite }: PutParameterRequest) => {
      if (this.values.has(Name!) && !Overwrite) throw new AwsFault("ParameterAlreadyExists", "It exists.");
      if (Value!.length > 4096)
        throw new AwsFault("ValidationException", "Standard tier parameters are 4096 characters.");
      this.values.set(Name!, Value!);
      this.changed.set(Name!, this.clock.now());
      return {};
    },
    DeleteParameter: ({ Name }: { Name: string }) => {
      if (!this.values.delete(Name)) throw new AwsFault("ParameterNotFound", "");
      return {};
    },
    GetSecretValue: () => ({ SecretString: JSON.stringify({ username: "dbadmin", password: "today" }) }),
  };
}
