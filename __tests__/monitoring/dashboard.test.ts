import { AREAS } from "../../src/monitoring/alarm";
import { evaluateExpressions, withoutResources } from "../support/evaluate";
import { SynthesizedProject } from "../support/synthesized-project";

interface Widget {
  readonly type: "alarm" | "metric" | "text";
  readonly properties: {
    readonly markdown?: string;
    readonly title?: string;
    readonly region?: string;
    readonly alarms?: readonly string[];
    readonly metrics?: ReadonlyArray<readonly unknown[]>;
  };
}

const { resource, variable, locals } = SynthesizedProject.shared().document(
  "openemr-production",
) as unknown as {
  resource: Record<string, Record<string, { dashboard_body: string; count?: string }>>;
  variable: Record<string, object>;
  locals: Record<string, string>;
};

/** The widgets, as Terraform makes them up of the operator's choices. */
function widgetsWith(values: object): Widget[] {
  const [{ dashboard_body }] = Object.values(resource.aws_cloudwatch_dashboard!) as [
    { dashboard_body: string },
  ];
  const used = ["environment", "installation_name_prefix", "mail_fault_metrics"];
  const known = Object.fromEntries(used.map((name) => [name, withoutResources(locals[name])]));
  const [body] = evaluateExpressions({ variable, locals: known }, { region: "eu-west-1", ...values }, [
    withoutResources(dashboard_body),
  ]);
  return (JSON.parse(String(body)) as { widgets: Widget[] }).widgets;
}

const EVERYTHING = {
  availability_zone_count: 2,
  certificate_arn: "arn:aws:acm:eu-west-1:123456789012:certificate/1",
  configure_ses: true,
  email_forwarding_address: "help@example.org",
  route53_domain: "example.org",
};
const widgets = widgetsWith(EVERYTHING);
const headings = (all: readonly Widget[]) =>
  all.flatMap(({ properties: { markdown = "" } }) => /^## (.*)$/.exec(markdown)?.[1] ?? []);

/** The metric widgets below a heading. */
function below(heading: string, all = widgets): Widget[] {
  const begin = all.findIndex(({ properties }) => properties.markdown === `## ${heading}`);
  const rest = all.slice(begin + 1);
  const end = rest.findIndex(({ properties }) => properties.markdown?.startsWith("## "));
  return rest.slice(0, end === -1 ? rest.length : end).filter(({ type }) => type === "metric");
}

test("it has the order in which one looks: people first, cost after backups", () => {
  expect(headings(widgets).slice(0, 8)).toEqual([
    "People",
    "Application",
    "Database",
    "Cache",
    "Files",
    "Mail",
    "Backups",
    "Cost",
  ]);
  expect(headings(widgets)).toEqual(expect.arrayContaining([...AREAS]));
});

test("whether OpenEMR is down stands before everything else", () => {
  const [heading, state] = widgets;
  expect(heading!.properties.markdown).toBe("## People");
  expect(state).toMatchObject({
    type: "alarm",
    properties: { alarms: [expect.stringContaining("_down"), expect.stringContaining("_impaired")] },
  });
});

test("mail's faults have a graph each while there is mail, and none without", () => {
  const ofFaults = (all: readonly Widget[]) =>
    below("Mail", [...all]).filter(({ properties }) =>
      /^mail (?!bounces|complaints)/.test(properties.title!),
    );
  const titles = ofFaults(widgets).map(({ properties }) => properties.title);
  expect(titles).toEqual(expect.arrayContaining(["mail bounce", "mail complaint", "mail failed"]));
  const [bounce] = ofFaults(widgets);
  expect(bounce).toMatchObject({
    properties: {
      region: "eu-west-1",
      metrics: [["AWS/SES", "Bounce", "ConfigurationSet", expect.any(String), { stat: "Sum", period: 3600 }]],
      annotations: { horizontal: [{ label: "alarm", value: 5 }] },
    },
  });
  expect(
    ofFaults(widgetsWith({ ...EVERYTHING, configure_ses: false, email_forwarding_address: null })),
  ).toEqual([]);
});

test("each alarm that is there has its graph, and no other has; the gateways have one together", () => {
  const alarms = Object.entries(resource.aws_cloudwatch_metric_alarm!).filter(([id]) =>
    id.startsWith("monitoring_alarm_"),
  );
  const counts = evaluateExpressions(
    { variable },
    { region: "eu-west-1", ...EVERYTHING },
    alarms.map(([, { count }]) => withoutResources(count)),
  );
  const there = alarms.flatMap(([id], i) =>
    Number(counts[i]) > 0 ? [id.replace("monitoring_alarm_", "").replaceAll("_", " ")] : [],
  );
  expect(there.length).toBeGreaterThan(35);
  const titles = AREAS.flatMap((area) => below(area)).flatMap(({ properties: { title = [] } }) => title);
  const others = titles.filter(
    (title) => title !== "nat ports" && !/^mail (?!bounces|complaints)/.test(title),
  );
  expect(others.sort()).toEqual(there.sort());
  const gateways = below("Application").find(({ properties }) => properties.title === "nat ports")!;
  expect(gateways.properties.metrics).toHaveLength(2);
});

test("cost: the account's bill, from the only region that has it, with what the graph does not say", () => {
  expect(below("Cost")).toEqual([
    expect.objectContaining({
      properties: expect.objectContaining({
        region: "us-east-1",
        metrics: [
          ["AWS/Billing", "EstimatedCharges", "Currency", "USD", { stat: "Maximum", period: 21_600 }],
        ],
      }),
    }),
  ]);
  const texts = widgets.flatMap(({ properties: { markdown = [] } }) => markdown).join("\n");
  expect(texts).toMatch(
    /whole account.*billing alerts.*tag Environment = production.*Budgets.*npm run cost -- production/,
  );
});
