import {
  BadRequestException,
  DatabaseErrorException,
  RDSDataServiceException,
  StatementTimeoutException,
  UnsupportedResultException,
} from "@aws-sdk/client-rds-data";
import { explainDataApiError, isDataApiError } from "../../../../scripts/commands/data-api/data-api-errors";

const $metadata = {};

function other(name: string, message: string): RDSDataServiceException {
  return new RDSDataServiceException({ name, message, $fault: "client", $metadata });
}

test.each([
  [
    new BadRequestException({ message: "HttpEndpoint is not enabled for cluster openemr", $metadata }),
    /^HttpEndpoint is not enabled for cluster openemr\nThe Data API is off .* environments\/trial\.tfvars, then: npm run deploy -- trial/,
  ],
  [
    new DatabaseErrorException({ message: "Packet for query is too large", $metadata }),
    /64 KiB a row.*npm run port-forward -- trial$/s,
  ],
  [new BadRequestException({ message: "Database response exceeded size limit", $metadata }), /at most 1 MiB/],
  [new UnsupportedResultException({ message: "geometry", $metadata }), /CAST\(\.\.\. AS CHAR\)/],
  [
    new StatementTimeoutException({ message: "Request timed out", $metadata }),
    /^StatementTimeoutException: Request timed out\nThe Data API gives a statement 45 seconds\./,
  ],
  [other("AccessDeniedException", "User is not authorized"), /rds-data:ExecuteStatement.*kms:Decrypt/],
  [
    other("ExpiredTokenException", "The security token is expired"),
    /`aws sts get-caller-identity` must answer/,
  ],
  [
    Object.assign(new Error("Could not load credentials"), { name: "CredentialsProviderError" }),
    /aws sso login.*--profile/,
  ],
  [
    Object.assign(new Error("getaddrinfo ENOTFOUND rds-data.eu-west-9.amazonaws.com"), { code: "ENOTFOUND" }),
    /nothing was carried out\.$/,
  ],
  [
    Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }),
    /is not known: look before you repeat/,
  ],
  [Object.assign(new Error("timed out"), { name: "TimeoutError" }), /is not known: look before you repeat/],
])("%s", (error, explanation) => {
  expect(isDataApiError(error)).toBe(true);
  expect(explainDataApiError(error, "trial")).toMatch(explanation);
});

test("what the database says stays as it is, and a defect of this project is none of its errors", () => {
  const error = new DatabaseErrorException({ message: "Table 'a' doesn't exist", $metadata });
  expect(explainDataApiError(error)).toBe("Table 'a' doesn't exist");
  expect(isDataApiError(new TypeError("x is not a function"))).toBe(false);
});
