/** An error that AWS answers in place of a result. */
export class AwsError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

export function missing(name: string, what: string): AwsError {
  return new AwsError(name, `${what} is missing or has a form that is not known.`);
}
