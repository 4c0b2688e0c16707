import { Check } from "../../src/terraform/check";
import { Ephemeral, knownOnlyDuringApply } from "../../src/terraform/ephemeral";
import { tf } from "../../src/terraform/expression";
import { Toggle } from "../../src/terraform/instance-scope";
import { synthesize } from "./synthesize";

const TYPE = "aws_secretsmanager_random_password";

describe("an ephemeral resource", () => {
  it("is declared in its own kind of block and referred to by its address", () => {
    const document = synthesize((stack) => {
      const password = new Ephemeral(stack, "password", TYPE, { password_length: 32 });
      stack.addOverride("locals.probe", password.get("random_password"));
    });
    expect(document.ephemeral![TYPE]!.password).toEqual({ password_length: 32 });
    expect(document.locals!.probe).toBe(`\${ephemeral.${TYPE}.password.random_password}`);
  });

  it("can be toggled", () => {
    const document = synthesize((stack) => {
      const toggle = new Toggle(stack, "mail", false);
      const password = new Ephemeral(toggle, "password", TYPE, {});
      stack.addOverride("locals.probe", toggle.select(password.get("random_password"), null));
    });
    expect(document.ephemeral![TYPE]!.mail_password!.count).toBe("${false ? 1 : 0}");
    expect(document.locals!.probe).toContain(`ephemeral.${TYPE}.mail_password[0].random_password`);
  });

  it("is closed in a plan when an argument is known only during the apply", () => {
    const document = synthesize((stack) => {
      new Ephemeral(stack, "stored", "aws_secretsmanager_secret_version", {
        secret_id: knownOnlyDuringApply("arn"),
      });
    });
    expect(document.ephemeral!.aws_secretsmanager_secret_version!.stored!.secret_id).toContain("timestamp()");
  });
});

it("a check asserts its condition and warns in the given words", () => {
  const document = synthesize((stack) => {
    new Check(stack, "https", { condition: tf`${1} == ${2}`, warning: "Plain HTTP." });
  });
  expect(document.check!.https).toEqual({
    assert: [{ condition: "${1 == 2}", error_message: "Plain HTTP." }],
  });
});
