import { each, type Rules } from "../rule";

/** Keys and secrets. */
export const encryptionRules: Rules = {
  aws_kms_key: {
    charges: [each("KMS keys", "kms_key_month")],
    usage: [
      { what: "Requests to KMS", price: "kms_requests", usage: "kms_requests", capability: "Encryption" },
    ],
    notes: ["The first and the second yearly rotation of a key, each of which adds a dollar a month."],
  },
  aws_secretsmanager_secret: {
    charges: [each("Secrets", "secret_month")],
    usage: [
      {
        what: "Requests to Secrets Manager",
        price: "secret_requests",
        usage: "secret_requests",
        capability: "Encryption",
      },
    ],
  },
};
