import { RDSDataServiceException } from "@aws-sdk/client-rds-data";

interface Cause {
  /** Matches the error's name or its message. */
  readonly pattern: RegExp;
  readonly explanation: string;
}

const CAUSES: readonly Cause[] = [
  {
    pattern: /HttpEndpointNotEnabled|HttpEndpoint (is not|isn't) enabled/i,
    explanation:
      "The Data API is off for this cluster. Set enable_data_api = true in environments/<environment>.tfvars, " +
      "then: npm run deploy -- <environment>. If it is on, the cluster's ARN is not exactly the one that was given.",
  },
  {
    pattern: /size limit|response size/i,
    explanation:
      "The Data API answers with at most 1 MiB. Ask for fewer columns or, by LIMIT, for fewer rows at a time, or " +
      "connect to the database itself: npm run port-forward -- <environment>",
  },
  {
    pattern: /packet for query is too large/i,
    explanation:
      "The Data API answers with at most 64 KiB a row. Ask for fewer columns, or parts of them (SUBSTRING), or " +
      "connect to the database itself: npm run port-forward -- <environment>",
  },
  {
    pattern: /^UnsupportedResult/,
    explanation:
      "A column has a type that the Data API cannot hand over. Convert it in the query: CAST(... AS CHAR).",
  },
  {
    pattern: /^StatementTimeout/,
    explanation:
      "The Data API gives a statement 45 seconds. What changes the structure of data (ALTER, CREATE, DROP and the like) goes on in the " +
      "database; anything else was ended there, and nothing of it remains. For long statements connect to the " +
      "database itself: npm run port-forward -- <environment>",
  },
  {
    pattern: /^(AccessDenied|Forbidden)/,
    explanation:
      "It takes the permissions rds-data:ExecuteStatement, BeginTransaction, CommitTransaction and RollbackTransaction on the " +
      "cluster, secretsmanager:GetSecretValue on the secret, and kms:Decrypt with the secret's key.",
  },
  {
    pattern: /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/,
    explanation: "The Data API cannot be reached from here; nothing was carried out.",
  },
  {
    pattern: /^CredentialsProviderError|^TokenProviderError|ExpiredToken|UnrecognizedClient|InvalidSignature/,
    explanation:
      "`aws sts get-caller-identity` must answer. Sign in (aws sso login, or aws configure), or choose a profile: --profile.",
  },
];

/** Whether a call went wrong, and not this project. */
export function isDataApiError(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const ofNetwork = "code" in error || error.name === "TimeoutError";
  return error instanceof RDSDataServiceException || ofNetwork || error.name.endsWith("ProviderError");
}

/**
 * Explains an error in the words of the database or of AWS, with the way out where those give none.
 *
 * @param environment its name, for commands to type; `undefined` where it is not known
 */
export function explainDataApiError(error: Error, environment = "<environment>"): string {
  const { name, message } = error;
  const fromDatabase = /^(BadRequest|DatabaseError)Exception$/.test(name);
  const said = fromDatabase ? message : `${name}: ${message}`;
  const cause = CAUSES.find(({ pattern }) => pattern.test(name) || pattern.test(message));
  if (cause) return `${said}\n${cause.explanation.replaceAll("<environment>", environment)}`;
  if (error instanceof RDSDataServiceException) return said;
  return (
    `${said}\nThe Data API gave no answer. Whether the statement was carried out is not known: ` +
    "look before you repeat it."
  );
}
