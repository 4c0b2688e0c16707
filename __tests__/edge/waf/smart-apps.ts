/**
 * The requests of applications on their way to a token, step by step, as OpenEMR's OAuth server and SMART App Launch 2.2 have it:
 * registration, authorization, the person's sign-in and consent, token, first resource.
 */
import { type RequestParts, request, type WebRequest } from "./request";

const CATEGORY = "http://terminology.hl7.org/CodeSystem/";
const US_CORE = "http://hl7.org/fhir/us/core/CodeSystem/";

/** Granular scopes that US Core 7 asks servers to support (section "Scopes"), with what a launch adds. */
const GRANULAR = [
  ...[
    `${US_CORE}condition-category|health-concern`,
    `${CATEGORY}condition-category|encounter-diagnosis`,
    `${CATEGORY}condition-category|problem-list-item`,
  ].map((category) => `patient/Condition.rs?category=${category}`),
  ...[
    `${US_CORE}us-core-category|sdoh`,
    `${CATEGORY}observation-category|social-history`,
    `${CATEGORY}observation-category|laboratory`,
    `${CATEGORY}observation-category|survey`,
    `${CATEGORY}observation-category|vital-signs`,
  ].map((category) => `patient/Observation.rs?category=${category}`),
  `patient/DocumentReference.rs?category=${US_CORE}us-core-documentreference-category|clinical-note`,
];
const RESOURCES = [
  "AllergyIntolerance CarePlan CareTeam Coverage Device DiagnosticReport Encounter Goal Immunization Location Media",
  "Medication MedicationDispense MedicationRequest Organization Patient Practitioner Procedure Provenance",
  "QuestionnaireResponse RelatedPerson ServiceRequest Specimen",
]
  .join(" ")
  .split(" ")
  .map((resource) => `patient/${resource}.rs`);

export const US_CORE_SCOPES = [
  "openid fhirUser offline_access launch/patient online_access api:fhir",
  ...RESOURCES,
  ...GRANULAR,
].join(" ");

export interface Application {
  readonly name: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly launch?: string;
  readonly userAgent?: string;
}

/** The project's own test, and a native and a web application. */
export const APPLICATIONS: readonly Application[] = [
  {
    name: "api-endpoint-test",
    redirectUri: "http://localhost:8123/callback",
    scope: "openid api:fhir api:oemr user/Patient.read user/facility.read",
    userAgent: "openemr-api-endpoint-test",
  },
  {
    name: "a native SMART app",
    redirectUri: "http://127.0.0.1:49152/callback",
    scope: US_CORE_SCOPES,
    userAgent: "SmartApp/2.1 CFNetwork/1568.200.51 Darwin/24.1.0",
  },
  {
    name: "a native SMART app over IPv6",
    redirectUri: "http://[::1]:49152/callback",
    scope: US_CORE_SCOPES,
  },
  {
    name: "a web SMART app that the EHR launches",
    redirectUri: "https://app.example.com/smart/callback",
    scope: `launch ${US_CORE_SCOPES}`,
    launch: "eyJhbGciOiJub25lIn0".repeat(12),
  },
];

const OAUTH = "/oauth2/default";
const SESSION = "authserverOpenEMR=9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c";

export function journey(application: Application): Array<readonly [string, WebRequest]> {
  const { redirectUri, scope, launch, userAgent } = application;
  const client = "n7Qp1Zk3vT0aXcBd9RrLmYwSgHj2UeFoKi5tVz8C";
  const app = { ...(userAgent && { "user-agent": userAgent }) };
  const browser = (parts: RequestParts) => ({ ...parts, headers: { cookie: SESSION } });
  const scopes = scope.split(" ");
  return [
    [
      "registration",
      request(`${OAUTH}/registration`, {
        headers: app,
        json: {
          application_type: "private",
          client_name: "A",
          contacts: ["it@example.com"],
          redirect_uris: [redirectUri],
          post_logout_redirect_uris: [redirectUri],
          initiate_login_uri: redirectUri,
          scope,
        },
      }),
    ],
    [
      "authorization",
      request(`${OAUTH}/authorize`, {
        query: {
          response_type: "code",
          client_id: client,
          redirect_uri: redirectUri,
          scope,
          state: "k1PzUuX2cT6bq5c4kXy3Vg",
          nonce: "V9lqkJmC9cU2m6f5q5e6Zw",
          code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
          code_challenge_method: "S256",
          aud: "https://openemr.example.org/apis/default/fhir",
          ...(launch && { launch }),
        },
      }),
    ],
    [
      "sign-in",
      request(
        `${OAUTH}/provider/login`,
        browser({
          form: {
            username: "d.brown",
            password: "Q7!vd-#0 9",
            csrf_token_form: "2f".repeat(32),
            user_role: "api",
          },
        }),
      ),
    ],
    // OpenEMR's page sends every scope as a field of its own.
    [
      "consent",
      request(
        `${OAUTH}/device/code`,
        browser({
          form: {
            proceed: "1",
            csrf_token_form: "2f".repeat(32),
            ...Object.fromEntries(scopes.map((each) => [`scope[${each}]`, each])),
          },
        }),
      ),
    ],
    [
      "token",
      request(`${OAUTH}/token`, {
        headers: app,
        form: {
          grant_type: "authorization_code",
          code: "def50200".repeat(80),
          redirect_uri: redirectUri,
          client_id: client,
          code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        },
      }),
    ],
    [
      "refresh",
      request(`${OAUTH}/token`, {
        headers: app,
        form: { grant_type: "refresh_token", client_id: client, refresh_token: "def50200".repeat(80) },
      }),
    ],
    [
      "a resource",
      request("/apis/default/fhir/Observation", {
        query: { patient: "9a1c", category: `${CATEGORY}observation-category|laboratory` },
        headers: { ...app, authorization: `Bearer ${"eyJ0eXAiOiJKV1Qi".repeat(60)}` },
      }),
    ],
  ];
}
