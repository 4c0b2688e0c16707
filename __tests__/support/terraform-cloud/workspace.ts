import { createHash } from "node:crypto";
import { ApiError, notFound, type Resource } from "./json-api";

export interface Project {
  readonly id: string;
  readonly name: string;
}

/** A variable of a workspace, or of a variable set that reaches it. */
export interface WorkspaceVariable {
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface StateVersion {
  readonly id: string;
  readonly serial: number;
  readonly md5: string;
  state?: Buffer;
  /** As `terraform output -json` types and shows them. */
  readonly outputs: Readonly<Record<string, { sensitive: boolean; type: unknown; value: unknown }>>;
}

let count = 0;
export const newId = (prefix: string) => `${prefix}-${String(++count).padStart(16, "0")}`;

/** A workspace as Terraform Cloud keeps it. */
export class Workspace {
  readonly id = newId("ws");
  readonly variables: WorkspaceVariable[] = [];
  readonly stateVersions: StateVersion[] = [];
  attributes: Record<string, unknown>;
  locked = false;

  constructor(
    attributes: Readonly<Record<string, unknown>>,
    readonly project: Project,
    private readonly organization: string,
  ) {
    this.attributes = {
      "execution-mode": "remote",
      // The organization's newest version, where the creator chooses none.
      "terraform-version": "1.99.0",
      "auto-apply": false,
      "global-remote-state": false,
      "working-directory": null,
      "vcs-repo": null,
      "structured-run-output-enabled": false,
      permissions: {
        "can-queue-run": true,
        "can-queue-apply": true,
        "can-queue-destroy": true,
        "can-update": true,
        "can-update-variable": true,
        "can-lock": true,
        "can-unlock": true,
        "can-force-unlock": true,
      },
      ...attributes,
    };
  }

  get name(): string {
    return String(this.attributes.name);
  }

  get current(): StateVersion | undefined {
    return this.stateVersions.at(-1);
  }

  /** The current state as it was written, if there is one. */
  get state(): { serial: number; resources: object[]; outputs: object } | undefined {
    return this.current && JSON.parse(this.current.state!.toString());
  }

  get resource(): Resource {
    return {
      id: this.id,
      type: "workspaces",
      attributes: { ...this.attributes, locked: this.locked },
      relationships: {
        organization: { data: { id: this.organization, type: "organizations" } },
        project: { data: { id: this.project.id, type: "projects" } },
      },
    };
  }

  lock(): Resource {
    if (this.locked) throw new ApiError(409, "Unable to lock workspace. The workspace is already locked.");
    this.locked = true;
    return this.resource;
  }

  unlock(): Resource {
    if (!this.locked) throw new ApiError(409, "Unable to unlock workspace. The workspace is not locked.");
    this.locked = false;
    return this.resource;
  }

  /** Adds a state as a client describes it before the upload, or as a run hands it over. */
  addStateVersion(attributes: Readonly<Record<string, unknown>>, state?: Buffer): StateVersion {
    const outputs = Buffer.from(String(attributes["json-state-outputs"] ?? "e30="), "base64").toString();
    const version = {
      id: newId("sv"),
      serial: Number(attributes.serial),
      md5: String(attributes.md5),
      outputs: JSON.parse(outputs),
      state,
    };
    if (!this.locked) throw new ApiError(409, "The workspace is not locked.");
    if (this.current && version.serial <= this.current.serial) throw new ApiError(409, "The state is stale.");
    this.stateVersions.push(version);
    return version;
  }

  upload(versionId: string, state: Buffer): undefined {
    const version = this.stateVersions.find(({ id }) => id === versionId);
    if (!version) throw notFound();
    if (createHash("md5").update(state).digest("hex") !== version.md5)
      throw new ApiError(422, "wrong checksum");
    version.state = state;
  }
}
