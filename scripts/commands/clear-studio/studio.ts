import {
  type AppDetails,
  AppStatus,
  type AppType,
  DeleteAppCommand,
  DeleteSpaceCommand,
  paginateListApps,
  paginateListSpaces,
  type SageMakerClient,
  type SpaceDetails,
  SpaceStatus,
} from "@aws-sdk/client-sagemaker";

/** The applications and spaces of a domain of SageMaker Studio. */
export class Studio {
  /** Names of what AWS was asked to delete: it takes a while to say so. */
  private readonly deleted = new Set<string>();

  constructor(
    private readonly client: SageMakerClient,
    private readonly domain: string,
  ) {}

  /** Applications that hold something. One that failed holds nothing. */
  async apps(): Promise<AppDetails[]> {
    const apps: AppDetails[] = [];
    for await (const page of paginateListApps({ client: this.client }, { DomainIdEquals: this.domain })) {
      apps.push(...(page.Apps ?? []));
    }
    return apps.filter(({ Status }) => Status !== AppStatus.Deleted && Status !== AppStatus.Failed);
  }

  async spaces(): Promise<SpaceDetails[]> {
    const spaces: SpaceDetails[] = [];
    for await (const page of paginateListSpaces({ client: this.client }, { DomainIdEquals: this.domain })) {
      spaces.push(...(page.Spaces ?? []));
    }
    return spaces;
  }

  /** Deletes the applications that take a deletion; one that starts takes none yet. @returns whether all are gone */
  async deleteApps(): Promise<boolean> {
    const left = await this.apps();
    for (const app of left) {
      if (app.Status !== AppStatus.InService || !this.isNew(nameOf(app))) continue;
      const { SpaceName, UserProfileName, AppName } = app;
      // Canvas and RStudio belong to a user, and to no space.
      const owner = SpaceName ? { SpaceName } : { UserProfileName };
      await this.client.send(
        new DeleteAppCommand({ DomainId: this.domain, ...owner, AppType: app.AppType as AppType, AppName }),
      );
    }
    return left.length === 0;
  }

  /** @returns whether all are gone */
  async deleteSpaces(): Promise<boolean> {
    const left = await this.spaces();
    for (const { SpaceName, Status } of left) {
      if (Status === SpaceStatus.Deleting || !this.isNew(`space ${SpaceName}`)) continue;
      await this.client.send(new DeleteSpaceCommand({ DomainId: this.domain, SpaceName }));
    }
    return left.length === 0;
  }

  private isNew(name: string): boolean {
    const isNew = !this.deleted.has(name);
    this.deleted.add(name);
    return isNew;
  }
}

export function nameOf({ SpaceName, UserProfileName, AppType, AppName }: AppDetails): string {
  return `${AppType} ${AppName} of ${SpaceName ? `the space ${SpaceName}` : UserProfileName}`;
}
