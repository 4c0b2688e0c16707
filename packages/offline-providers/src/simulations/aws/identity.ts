/**
 * How AWS identifies a resource of one type: templates over its attributes and made-up parts. In braces stand
 *
 * - an attribute of the resource, such as `{role}`;
 * - `{name}`, whatever attribute names it, and `{/name}`, the same with exactly one slash before it;
 * - `{region}`, `{account}`, `{path}` (that of IAM), `{id}` in an ARN and `{arn}` in an identifier;
 * - a made-up part with its length: `{hex17}`, `{digits10}`, `{capitals14}`, `{letters6}`; or `{uuid}`.
 */
export interface Identity {
  /** The attribute `id`. @default "{name}" */
  readonly id?: string;
  /** The attribute `arn` without the leading `arn:aws:`. @default - the usual form, by the words of the type */
  readonly arn?: string;
}
