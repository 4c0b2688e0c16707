import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { LocalServer } from "../../../support/local-server";

export interface EmulatedApp {
  readonly AppType: string;
  readonly AppName: string;
  readonly SpaceName?: string;
  readonly UserProfileName?: string;
  Status: string;
}

export interface EmulatedGroup {
  readonly GroupId: string;
  readonly GroupName: string;
  /** Value of the tag ManagedByAmazonSageMakerResource, where it has that. */
  readonly tag?: string;
  readonly rules: Array<{ readonly id: string; readonly egress?: boolean; readonly references?: string }>;
}

class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

type Input = Readonly<Record<string, string | undefined>>;

/**
 * SageMaker, EMR Serverless and EC2, as far as Studio is cleared, each in its own protocol. They refuse what their models
 * say (botocore 1.43.11: sagemaker-2017-07-24, emr-serverless-2021-07-13, ec2-2016-11-15, read on 2026-11-29): a
 * deletion of an application that is not in service, or of a space with applications; to stop Spark while jobs are
 * not finished; to delete a group that another one's rule or a network interface uses. A deletion ends some looks later.
 */
export class EmulatedStudio extends LocalServer {
  apps: EmulatedApp[] = [];
  spaces: Array<{ readonly SpaceName: string; Status: string }> = [];
  jobs: Array<{ readonly id: string; readonly name?: string; state: string }> = [];
  spark = "STOPPED";
  /** Each domain with the group between RStudio's server and its sessions, where it has one. */
  domains: Record<string, string | undefined> = {};
  groups: EmulatedGroup[] = [];
  /** How often a group is still in use by a network interface. */
  interfaces: Record<string, number> = {};
  /** Changes that were asked for and made, as `DeleteApp lab`. */
  readonly done: string[] = [];

  protected override async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const target = request.headers["x-amz-target"] as string | undefined;
    const isQuery = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
    try {
      const answer = target
        ? this.sagemaker(target.split(".")[1]!, JSON.parse(body))
        : isQuery
          ? this.ec2(Object.fromEntries(new URLSearchParams(body)))
          : this.emr(request.method!, new URL(request.url!, this.url).pathname);
      response.writeHead(200).end(typeof answer === "string" ? answer : JSON.stringify(answer));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, message } = error;
      const xml = `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors></Response>`;
      response.writeHead(400, { "x-amzn-errortype": code });
      response.end(isQuery ? xml : JSON.stringify({ __type: code, message }));
    }
  }

  private sagemaker(action: string, input: Input): object {
    switch (action) {
      case "ListApps": {
        const Apps = this.apps.map((app) => ({ ...app }));
        for (const app of this.apps) {
          if (app.Status === "Deleting") app.Status = "Deleted";
          if (app.Status === "Pending") app.Status = "InService";
        }
        return { Apps };
      }
      case "DeleteApp": {
        const app = this.apps.find(({ AppName }) => AppName === input.AppName)!;
        if (app.Status !== "InService") throw new Refusal("ResourceInUse", "The app is not in service.");
        if (!input.SpaceName === !input.UserProfileName)
          throw new Refusal("ValidationException", "one owner");
        app.Status = "Deleting";
        return this.note(action, app.AppName);
      }
      case "ListSpaces": {
        const Spaces = this.spaces.map((space) => ({ ...space }));
        this.spaces = this.spaces.filter(({ Status }) => Status !== "Deleting");
        return { Spaces };
      }
      case "DeleteSpace": {
        const isUsed = this.apps.some(
          ({ SpaceName, Status }) => SpaceName === input.SpaceName && !["Deleted", "Failed"].includes(Status),
        );
        if (isUsed) throw new Refusal("ResourceInUse", "The space has apps.");
        this.spaces.find(({ SpaceName }) => SpaceName === input.SpaceName)!.Status = "Deleting";
        return this.note(action, input.SpaceName!);
      }
      case "ListDomains":
        return { Domains: Object.keys(this.domains).map((DomainId) => ({ DomainId })) };
      case "DescribeDomain":
        return { SecurityGroupIdForDomainBoundary: this.domains[input.DomainId!] };
      default:
        throw new Error(action);
    }
  }

  private emr(method: string, pathname: string): object {
    const [, application, job] = /^\/applications\/([^/]+)(?:\/jobruns(?:\/(.+))?|\/stop)?$/.exec(pathname)!;
    if (method === "DELETE") {
      this.jobs.find(({ id }) => id === job)!.state = "CANCELLING";
      return this.note("CancelJobRun", job!);
    }
    if (pathname.endsWith("/jobruns")) {
      const jobRuns = this.jobs.map((each) => ({ ...each }));
      this.jobs = this.jobs.filter(({ state }) => state !== "CANCELLING");
      return { jobRuns };
    }
    if (method === "POST") {
      if (this.jobs.length > 0)
        throw new Refusal("ValidationException", "There are jobs that are not finished.");
      this.spark = "STOPPED";
      return this.note("StopApplication", application!);
    }
    return { application: { state: this.spark } };
  }

  private ec2(input: Input): string {
    const wrap = (content: string) => `<${input.Action}Response>${content}</${input.Action}Response>`;
    const group = this.groups.find(({ GroupId }) => GroupId === (input.GroupId ?? input["Filter.1.Value.1"]));
    switch (input.Action) {
      case "DescribeSecurityGroups": {
        if (input["Filter.1.Value.1"] !== "vpc-1") return wrap("<securityGroupInfo/>");
        const byTag = input["Filter.2.Name"] === "tag-key";
        const found = this.groups.filter(({ GroupName, tag }) =>
          byTag ? tag !== undefined : /^security-group-for-(in|out)bound-nfs-d-/.test(GroupName),
        );
        return wrap(`<securityGroupInfo>${found.map(groupXml).join("")}</securityGroupInfo>`);
      }
      case "DescribeSecurityGroupRules": {
        const rules = group!.rules.map(
          ({ id, egress }) =>
            `<item><securityGroupRuleId>${id}</securityGroupRuleId><isEgress>${egress ?? false}</isEgress></item>`,
        );
        return wrap(`<securityGroupRuleSet>${rules.join("")}</securityGroupRuleSet>`);
      }
      case "RevokeSecurityGroupIngress":
      case "RevokeSecurityGroupEgress": {
        const ids = Object.keys(input)
          .filter((key) => key.startsWith("SecurityGroupRuleId."))
          .map((key) => input[key]);
        group!.rules.splice(0, Infinity, ...group!.rules.filter(({ id }) => !ids.includes(id)));
        this.note(input.Action, ids.join(" "));
        return wrap("<return>true</return>");
      }
      case "DeleteSecurityGroup": {
        const { GroupId } = group!;
        const isReferenced = this.groups.some(({ rules }) =>
          rules.some((rule) => rule.references === GroupId),
        );
        const uses = this.interfaces[GroupId] ?? 0;
        this.interfaces[GroupId] = uses - 1;
        if (isReferenced || uses > 0) {
          throw new Refusal("DependencyViolation", `resource ${GroupId} has a dependent object`);
        }
        this.groups = this.groups.filter((each) => each !== group);
        this.note(input.Action, GroupId);
        return wrap("<return>true</return>");
      }
      case "DescribeNetworkInterfaces":
        return wrap(
          "<networkInterfaceSet><item><networkInterfaceId>eni-1</networkInterfaceId><description>[DO NOT DELETE]</description></item></networkInterfaceSet>",
        );
      default:
        throw new Error(input.Action);
    }
  }

  private note(action: string, name: string): object {
    this.done.push(`${action} ${name}`);
    return {};
  }
}

function groupXml({ GroupId, GroupName, tag }: EmulatedGroup): string {
  const tags =
    tag === undefined
      ? ""
      : `<tagSet><item><key>ManagedByAmazonSageMakerResource</key><value>${tag}</value></item></tagSet>`;
  return `<item><groupId>${GroupId}</groupId><groupName>${GroupName}</groupName>${tags}</item>`;
}
