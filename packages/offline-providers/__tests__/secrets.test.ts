import { Fixture } from "./fixture";

const PASSWORD = "${ephemeral.aws_secretsmanager_random_password.new.random_password}";

const database = (version: number) => ({
  ephemeral: {
    aws_secretsmanager_random_password: { new: { password_length: 24, exclude_punctuation: true } },
    aws_secretsmanager_secret_version: {
      current: { secret_id: "${aws_secretsmanager_secret_version.database.secret_id}" },
    },
  },
  resource: {
    aws_secretsmanager_secret: { database: { name: "database" } },
    aws_secretsmanager_secret_version: {
      database: {
        secret_id: "${aws_secretsmanager_secret.database.id}",
        secret_string_wo: PASSWORD,
        secret_string_wo_version: version,
      },
    },
    aws_rds_cluster: {
      database: {
        cluster_identifier: "shop",
        engine: "aurora-mysql",
        master_username: "admin",
        master_password_wo: "${ephemeral.aws_secretsmanager_secret_version.current.secret_string}",
        master_password_wo_version: version,
      },
    },
  },
});

describe("secrets", () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await Fixture.create(database(1));
  });
  afterEach(() => fixture.close());

  const storedPassword = () => fixture.providers.secrets.value("database");
  const clusterPasswords = () =>
    fixture.providers.calls
      .filter(({ type, outcome, config }) => type === "aws_rds_cluster" && outcome === "done" && config)
      .map(({ config }) => config!.master_password_wo);

  it("reach the service and not the state", async () => {
    await fixture.apply();
    const password = storedPassword();
    expect(password).toMatch(/^[A-Za-z0-9]{24}$/);
    expect(clusterPasswords()).toEqual([password]);
    expect(fixture.stateFile()).not.toContain(password);
    expect(await fixture.plannedActions()).toEqual([]);
  });

  it("are another password at each run, written when their version changes", async () => {
    await fixture.apply();
    const first = storedPassword();
    await fixture.apply();
    expect(storedPassword()).toBe(first);
    fixture.configure(database(2));
    await fixture.apply();
    expect(storedPassword()).not.toBe(first);
    expect(clusterPasswords()).toEqual([first, storedPassword()]);
  });

  it("are the same in both places when a run that failed between them is repeated", async () => {
    fixture.providers.failures = ({ type, attempt }) =>
      type === "aws_rds_cluster" && attempt === 1 ? { message: "api error InternalFailure" } : undefined;
    await expect(fixture.apply()).rejects.toThrow("api error InternalFailure");
    const password = storedPassword();
    await fixture.apply();
    expect(clusterPasswords()).toEqual([password]);
    expect(storedPassword()).toBe(password);
  });

  it("cannot be read before they are written", async () => {
    fixture.configure({
      ephemeral: { aws_secretsmanager_secret_version: { none: { secret_id: "nowhere" } } },
    });
    await expect(fixture.plan()).rejects.toThrow("ResourceNotFoundException");
  });
});
