import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { attribute, SimulatedError, type Simulation, startOfflineProviders } from "../src";
import { BySchemaSimulation } from "../src/simulations/by-schema/by-schema-simulation";
import { Fixture } from "./fixture";

const TWO_PETS = {
  resource: { random_pet: { one: { length: 2 }, two: { length: 2 } } },
  output: { ids: { value: ["${random_pet.one.id}", "${random_pet.two.id}"] } },
};

describe("a provider of which only the schema is known", () => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await Fixture.create(TWO_PETS, { simulations: { random: new BySchemaSimulation() } });
  });
  afterAll(() => fixture.close());

  it("gives made-up values, different for each resource, and finds nothing to change", async () => {
    await fixture.apply();
    const { ids } = await fixture.outputs();
    const [one, two] = ids as string[];
    expect([one, two]).toEqual([
      expect.stringMatching(/^[0-9a-f]{16}$/),
      expect.stringMatching(/^[0-9a-f]{16}$/),
    ]);
    expect(one).not.toBe(two);
    expect(await fixture.plannedActions()).toEqual([]);
  });

  it("checks what the schema tells", async () => {
    fixture.configure({ resource: { random_pet: { one: { lenght: 2 } } } });
    await expect(fixture.plan()).rejects.toThrow(/"lenght"/);
  });
});

/** A provider as a user of the package simulates it. */
class Registry implements Simulation {
  readonly ephemeralResources = { random_password: [attribute("result", "string", { computed: true })] };
  readonly names: string[] = [];

  describe() {
    return (names: readonly string[]) => (names[0] === "id" ? `pet-${this.names.length + 1}` : null);
  }

  changed({ action, values }: { action: string; values: unknown }): void {
    if (action === "create") this.names.push((values as { id: string }).id);
  }

  open() {
    if (this.names.length === 0) throw new SimulatedError("There are no pets yet.");
    return { result: this.names.join() };
  }
}

test("a simulation of one's own follows changes, answers ephemeral resources, and words its errors", async () => {
  const registry = new Registry();
  const fixture = await Fixture.create(
    { ephemeral: { random_password: { names: {} } } },
    { simulations: { random: registry } },
  );
  await expect(fixture.plan()).rejects.toThrow("There are no pets yet.");
  fixture.configure(TWO_PETS);
  await fixture.apply();
  expect(registry.names).toEqual(["pet-1", "pet-2"]);
  fixture.configure({ ...TWO_PETS, ephemeral: { random_password: { names: {} } } });
  expect(await fixture.plannedActions()).toEqual([]);
  expect(fixture.providers.calls.filter(({ action }) => action === "open").at(-1)).toMatchObject({
    type: "random_password",
    outcome: "done",
    values: { result: "pet-1,pet-2" },
  });
  await fixture.close();
});

test("packages are looked for where one is told to, and nowhere else", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "packages-from-"));
  writeFileSync(path.join(folder, "main.tf.json"), JSON.stringify(TWO_PETS));
  const elsewhere = startOfflineProviders({ packagesFrom: folder });
  await expect(elsewhere.environment(folder)).rejects.toThrow(`It was looked for from ${folder}. Install it`);
  const here = startOfflineProviders({ packagesFrom: __dirname });
  await here.environment(folder);
  expect(await here.served(folder)).toEqual([
    {
      address: "registry.terraform.io/hashicorp/random",
      package: expect.stringMatching(/^@cdktf\/provider-random \d+\.\d+\.\d+$/),
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      required: undefined,
    },
  ]);
  await here.close();
  rmSync(folder, { recursive: true });
});
