import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Value } from "../terraform/expression";
import { ImportStore } from "./import-store";
import { MaintenanceTask, type MaintenanceTaskProps } from "./maintenance-task";
import { ProcedureLock } from "./procedure-lock";

export interface OperationsProps extends MaintenanceTaskProps {
  /** Encrypts patients' data. */
  readonly dataKey: EncryptionKey;
  /** Makes room for the backup of an OpenEMR that moves in. */
  readonly enableImport: Value<boolean>;
}

/** The things in the account that an operator's procedures need: `npm run restore` and the like. */
export class Operations extends Construct {
  constructor(scope: Construct, id: string, props: OperationsProps) {
    super(scope, id);
    const { installation, dataKey, enableImport } = props;
    const { role: reader } = new MaintenanceTask(this, "maintenance", props);
    new ProcedureLock(this, "procedure", props);
    new ImportStore(this, "import", { installation, enabled: enableImport, dataKey, reader });
  }
}
