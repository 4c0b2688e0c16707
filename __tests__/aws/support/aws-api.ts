/** A few calls of AWS's own protocols, past Terraform and any SDK; an emulator checks no signatures. */
export class AwsApi {
  constructor(
    private readonly url: string,
    private readonly region: string,
  ) {}

  /** An object of a bucket; `undefined` where there is none. */
  async getObject(bucket: string, key: string): Promise<string | undefined> {
    const response = await this.s3("GET", `${bucket}/${key}`);
    const body = await response.text();
    return response.ok ? body : undefined;
  }

  async createBucket(bucket: string): Promise<void> {
    const body = `<CreateBucketConfiguration><LocationConstraint>${this.region}</LocationConstraint></CreateBucketConfiguration>`;
    expectOk(await this.s3("PUT", bucket, body));
  }

  async createLockTable(name: string): Promise<void> {
    await this.dynamodb("CreateTable", {
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "LockID", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "LockID", KeyType: "HASH" }],
    });
  }

  /** Items of a lock table: locks with `Info`, checksums of states with `Digest`. */
  async lockItems(table: string): Promise<Array<{ LockID: { S: string }; Info?: { S: string } }>> {
    const { Items } = (await this.dynamodb("Scan", { TableName: table })) as { Items: never[] };
    return Items;
  }

  async dynamodb(operation: string, body: unknown): Promise<unknown> {
    return this.json("dynamodb", `DynamoDB_20120810.${operation}`, body);
  }

  async ecs(operation: string, body: unknown): Promise<unknown> {
    return this.json("ecs", `AmazonEC2ContainerServiceV20141113.${operation}`, body);
  }

  private async json(service: string, target: string, body: unknown): Promise<unknown> {
    const response = await fetch(this.url, {
      method: "POST",
      headers: {
        ...this.signed(service),
        "x-amz-target": target,
        "content-type": "application/x-amz-json-1.1",
      },
      body: JSON.stringify(body),
    });
    expectOk(response);
    return response.json();
  }

  private s3(method: string, path: string, body?: string): Promise<Response> {
    return fetch(`${this.url}/${path}`, { method, headers: this.signed("s3"), body });
  }

  private signed(service: string): Record<string, string> {
    const scope = `test/20260101/${this.region}/${service}/aws4_request`;
    return { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` };
  }
}

function expectOk(response: Response): void {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${response.statusText}`);
}
