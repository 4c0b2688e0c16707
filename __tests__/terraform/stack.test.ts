import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Construct } from "constructs";
import { readableId } from "../../src/terraform/stack";
import { synthesize } from "./synthesize";

describe("addresses", () => {
  it.each([
    [["database", "cluster"], "database_cluster"],
    [["edge", "LoadBalancer", "Default"], "edge_load_balancer"],
    [["a-b", "c.d"], "a_b_c_d"],
  ])("of %j read %s", (path, expected) => expect(readableId(path)).toBe(expected));

  it("are refused when two elements would share one", () => {
    const build = () =>
      synthesize((stack) => {
        new S3Bucket(new Construct(stack, "a"), "b_c");
        new S3Bucket(new Construct(stack, "a_b"), "c");
      });
    expect(build).toThrow(
      "Two elements would have the address aws_s3_bucket.a_b_c: test/a/b_c and test/a_b/c",
    );
  });

  it("may be the same for different types", () => {
    const document = synthesize((stack) => {
      const scope = new Construct(stack, "logs");
      new S3Bucket(scope, "Default");
      new Construct(scope, "other");
    });
    expect(Object.keys(document.resource!.aws_s3_bucket!)).toEqual(["logs"]);
  });
});
