import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Construct } from "constructs";
import { readableId } from "../../src/terraform/readable-id";
import { textOfFile } from "../../src/terraform/text-file";
import { synthesize } from "./synthesize";

describe("addresses", () => {
  it.each([
    [["database", "cluster"], "database_cluster"],
    [["edge", "LoadBalancer", "Default"], "edge_load_balancer"],
    [["a-b", "c.d"], "a_b_c_d"],
  ])("of %j read %s", (path, expected) => expect(readableId(path)).toBe(expected));

  it("are refused when two assets would share a folder, of which one would be lost", () => {
    const build = () =>
      synthesize((stack) => {
        textOfFile(new Construct(stack, "a"), "b_c", __filename);
        textOfFile(new Construct(stack, "a_b"), "c", __filename);
      });
    expect(build).toThrow("Two elements would have the address assets.a_b_c: test/a/b_c and test/a_b/c");
  });

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
