import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { IMPERSONAL, run } from "./terraform";

const PACKAGE = path.join(__dirname, "..");
/** Everything that the stack below and the package itself need, and nothing else. */
const INSTALLED = [
  "@cdktf/provider-archive",
  "@cdktf/provider-aws",
  "@cdktf/provider-random",
  "@msgpack/msgpack",
  "fflate",
  "protobufjs",
];

const STACK = {
  terraform: {
    backend: { s3: { bucket: "states", key: "website", region: "eu-west-1" } },
    required_providers: {
      archive: { source: "hashicorp/archive", version: "2.7.1" },
      aws: { source: "hashicorp/aws", version: "6.25.0" },
      random: { source: "hashicorp/random" },
    },
  },
  provider: { aws: [{ region: "eu-west-1" }] },
  data: {
    archive_file: { code: { type: "zip", source_dir: "code", output_path: "code.zip" } },
    aws_iam_policy_document: {
      trust: {
        statement: [
          {
            actions: ["sts:AssumeRole"],
            principals: [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }],
          },
        ],
      },
    },
  },
  resource: {
    random_pet: { suffix: {} },
    aws_s3_bucket: { pages: { bucket: "pages-${random_pet.suffix.id}" } },
    aws_iam_role: {
      greeter: { name: "greeter", assume_role_policy: "${data.aws_iam_policy_document.trust.json}" },
    },
    aws_lambda_function: {
      greeter: {
        function_name: "greeter",
        role: "${aws_iam_role.greeter.arn}",
        filename: "${data.archive_file.code.output_path}",
        source_code_hash: "${data.archive_file.code.output_base64sha256}",
        handler: "index.handler",
        runtime: "nodejs22.x",
      },
    },
  },
  output: {
    function: { value: "${aws_lambda_function.greeter.arn}" },
    bucket: { value: "${aws_s3_bucket.pages.bucket}" },
  },
};

/** A project of somebody else, who has installed the package from a registry. */
const project = mkdtempSync(path.join(tmpdir(), "somebody-else-"));
const stack = path.join(project, "stack");

beforeAll(async () => {
  await install();
  mkdirSync(path.join(stack, "code"), { recursive: true });
  writeFileSync(path.join(stack, "code", "index.js"), "exports.handler = async () => 'hello';\n");
  writeFileSync(path.join(stack, "cdk.tf.json"), JSON.stringify(STACK));
});
afterAll(() => rmSync(project, { recursive: true }));

/** Packs what would be published, and puts it where npm would. */
async function install(): Promise<void> {
  const sources = path.join(project, "sources");
  cpSync(PACKAGE, sources, {
    recursive: true,
    filter: (file) => !/[\\/](__tests__|node_modules|dist)$/.test(file),
  });
  const compiler = createRequire(__filename).resolve("typescript/package.json");
  const compile = [path.join(path.dirname(compiler), "bin/tsc"), "-p", "tsconfig.build.json"];
  const types = ["--typeRoots", path.join(path.dirname(compiler), "../@types")];
  symlinkSync(path.join(path.dirname(compiler), ".."), path.join(sources, "node_modules"));
  await successful(process.execPath, [...compile, ...types], sources);
  await successful("npm", ["pack", "--ignore-scripts", "--silent"], sources);
  const archive = readdirSync(sources).find((file) => file.endsWith(".tgz"))!;
  const modules = path.join(project, "node_modules");
  const target = path.join(modules, "offline-providers");
  mkdirSync(target, { recursive: true });
  await successful(
    "tar",
    ["-xzf", path.join(sources, archive), "-C", target, "--strip-components=1"],
    project,
  );
  rmSync(sources, { recursive: true });
  for (const name of INSTALLED) {
    const place = path.dirname(createRequire(__filename).resolve(`${name}/package.json`));
    mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    symlinkSync(place, path.join(modules, name));
  }
}

async function successful(program: string, args: readonly string[], folder: string): Promise<string> {
  const { code, stdout, stderr } = await run(program, args, { folder });
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}.\n${stdout}${stderr}`);
  return stdout;
}

/** As `npx offline-providers` in the project. */
function offlineProviders(...args: string[]) {
  const program = path.join(project, "node_modules/offline-providers/bin/offline-providers.js");
  const { PATH, HOME } = process.env;
  return run(process.execPath, [program, ...args], { folder: project, env: { PATH, HOME, ...IMPERSONAL } });
}

describe("the package as it is published", () => {
  it("holds JavaScript, declarations and the protocol, and no sources", () => {
    const files = readdirSync(path.join(project, "node_modules/offline-providers"));
    expect(files.sort()).toEqual(["README.md", "bin", "dist", "package.json", "protocol"]);
  });

  it("plans a stack as a new installation, without its backend, and leaves nothing behind", async () => {
    const { code, stdout, stderr } = await offlineProviders("plan", "stack", "--", "-no-color");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("Plan: 4 to add, 0 to change, 0 to destroy.");
    expect(readdirSync(stack).sort()).toEqual(["cdk.tf.json", "code"]);
  });

  it("runs Terraform in the stack's folder: apply, and a plan that finds nothing to do", async () => {
    writeFileSync(path.join(stack, "local_override.tf.json"), '{"terraform": {"backend": {"local": {}}}}');
    const terraform = (...args: string[]) => offlineProviders("exec", "stack", "--", "terraform", ...args);
    expect(await terraform("init")).toMatchObject({ code: 0 });
    const applied = await terraform("apply", "-auto-approve", "-no-color");
    expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining("4 added") });
    expect(applied.stdout).toContain('function = "arn:aws:lambda:eu-west-1:123456789012:function:greeter"');
    expect(applied.stdout).toMatch(/bucket = "pages-[a-z]+-[a-z]+"/);
    expect(existsSync(path.join(stack, "code.zip"))).toBe(true);
    expect(await terraform("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
  });

  it("can be used from JavaScript by its name", async () => {
    const program = `
      const { startOfflineProviders } = require("offline-providers");
      const providers = startOfflineProviders();
      providers.environment("stack").then((environment) => {
        console.log(Object.keys(JSON.parse(environment.TF_REATTACH_PROVIDERS)).sort().join(" "));
        return providers.close();
      });`;
    const { stdout, stderr } = await run(process.execPath, ["-e", program], { folder: project });
    expect([stdout, stderr]).toEqual([
      `${["registry.opentofu.org", "registry.terraform.io"]
        .flatMap((registry) => ["archive", "aws", "random"].map((name) => `${registry}/hashicorp/${name}`))
        .join(" ")}\n`,
      "",
    ]);
  });

  it("says what it cannot serve, and what to do", async () => {
    const other = path.join(project, "other");
    mkdirSync(other);
    writeFileSync(path.join(other, "main.tf"), 'resource "google_storage_bucket" "b" {\n  name = "b"\n}\n');
    const { code, stderr } = await offlineProviders("plan", "other");
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The configuration needs the provider registry\.terraform\.io\/hashicorp\/google, but the package @cdktf\/provider-google, .* is not installed.*npm install --save-dev @cdktf\/provider-google/,
    );
  });

  it("says where the installed schema is of another version than the configuration wants", async () => {
    const old = path.join(project, "old");
    mkdirSync(old);
    const required_providers = { random: { source: "random", version: "3.1.0" } };
    const configuration = { terraform: { required_providers }, resource: { random_pet: { one: {} } } };
    writeFileSync(path.join(old, "main.tf.json"), JSON.stringify(configuration));
    const { code, stderr } = await offlineProviders("plan", "old");
    expect(code).toBe(0);
    expect(stderr).toContain(
      "wants registry.terraform.io/hashicorp/random 3.1.0, but the schema of 3.7.2 is served",
    );
  });
});
