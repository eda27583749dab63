import { claimNames } from "./vocabulary.ts";

/** What a claim change is given. */
interface ChangeContext {
  /** Seconds since 1970. */
  readonly now: number;
  readonly clientId: string;
}
type Claims = Readonly<Record<string, unknown>>;

/** A way in which a platform, or somebody who plays one, sends what a tool must refuse. */
interface Misbehaviour {
  /** What is wrong with it. */
  readonly does: string;
  /** Which section tells the tool to look. */
  readonly section: string;
  /** How strongly it does: a tool that takes what it SHOULD or MAY refuse is lenient, not wrong. */
  readonly refusal: "MUST" | "SHOULD" | "MAY";
  readonly change?: (claims: Claims, context: ChangeContext) => Claims;
}

const without = (claims: Claims, ...names: readonly string[]): Claims =>
  Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name)));
const validation = "Security Framework 1.0, 5.1.3 Authentication Response Validation";

/** What can be wrong with an id_token. */
export const tokenMisbehaviours = {
  ALG_NONE: { does: "Is not signed: alg none, and an empty signature.", section: `${validation}, 1`, refusal: "MUST" },
  HS256_WITH_PUBLIC_KEY: {
    does: "Is signed by HS256, with the platform's public key in PEM as the secret.",
    section: `${validation}, 6`,
    refusal: "MUST",
  },
  FOREIGN_KEY: {
    does: "Is signed by another's key, under the kid of one of the platform's.",
    section: `${validation}, 1`,
    refusal: "MUST",
  },
  FOREIGN_KID: {
    does: "Is signed by another's key, under a kid that the platform does not publish.",
    section: "Security Framework 1.0, 6.3 Key Set URL",
    refusal: "MUST",
  },
  NO_KID: {
    does: "Names no kid in its header.",
    section: "Security Framework 1.0, 6.3 Key Set URL",
    refusal: "SHOULD",
  },
  EMBEDDED_KEY: {
    does: "Brings the key that it is signed with in its header, as jwk.",
    section: `${validation}, 1`,
    refusal: "MUST",
  },
  TAMPERED: {
    does: "Was changed after it was signed: its sub is another's.",
    section: `${validation}, 1`,
    refusal: "MUST",
  },
  NOT_A_JWT: { does: "Is not a JWT at all.", section: "Security Framework 1.0, 5.1.2 ID Token", refusal: "MUST" },
  EXPIRED: {
    does: "Expired an hour ago.",
    section: `${validation}, 7`,
    refusal: "MUST",
    change: (claims, { now }) => ({ ...claims, iat: now - 3_660, exp: now - 3_600 }),
  },
  NO_EXPIRY: {
    does: "Has no exp.",
    section: "Security Framework 1.0, 5.1.2 ID Token",
    refusal: "MUST",
    change: (claims) => without(claims, "exp"),
  },
  FAR_EXPIRY: {
    does: "Is good for ten years.",
    section: "Security Framework 1.0, 5.1.2 ID Token",
    refusal: "MAY",
    change: (claims, { now }) => ({ ...claims, exp: now + 10 * 365 * 86_400 }),
  },
  NO_ISSUED_AT: {
    does: "Has no iat.",
    section: "Security Framework 1.0, 5.1.2 ID Token",
    refusal: "MUST",
    change: (claims) => without(claims, "iat"),
  },
  ISSUED_LONG_AGO: {
    does: "Was issued a day ago, though it has not expired.",
    section: `${validation}, 8`,
    refusal: "MAY",
    change: (claims, { now }) => ({ ...claims, iat: now - 86_400 }),
  },
  ISSUED_LATER: {
    does: "Is issued an hour from now.",
    section: `${validation}, 8`,
    refusal: "MAY",
    change: (claims, { now }) => ({ ...claims, iat: now + 3_600, exp: now + 3_660 }),
  },
  WRONG_ISSUER: {
    does: "Is of another issuer.",
    section: `${validation}, 2`,
    refusal: "MUST",
    change: (claims) => ({ ...claims, iss: "https://another-lms.example" }),
  },
  NO_ISSUER: {
    does: "Has no iss.",
    section: `${validation}, 2`,
    refusal: "MUST",
    change: (claims) => without(claims, "iss"),
  },
  WRONG_AUDIENCE: {
    does: "Is for another client.",
    section: `${validation}, 3`,
    refusal: "MUST",
    change: (claims) => ({ ...without(claims, "azp"), aud: "another-client" }),
  },
  NO_AUDIENCE: {
    does: "Has no aud.",
    section: `${validation}, 3`,
    refusal: "MUST",
    change: (claims) => without(claims, "aud"),
  },
  WRONG_AZP: {
    does: "Is for this client and another, and the other is the authorised party.",
    section: `${validation}, 4`,
    refusal: "MUST",
    change: (claims, { clientId }) => ({ ...claims, aud: [clientId, "another-client"], azp: "another-client" }),
  },
  TWO_AUDIENCES_WITHOUT_AZP: {
    does: "Is for this client and another, and names no authorised party.",
    section: `${validation}, 4`,
    refusal: "SHOULD",
    change: (claims, { clientId }) => ({ ...without(claims, "azp"), aud: [clientId, "another-client"] }),
  },
  WRONG_NONCE: {
    does: "Has a nonce that the tool did not give.",
    section: `${validation}, 9`,
    refusal: "MUST",
    change: (claims) => ({ ...claims, nonce: "a-nonce-of-nobody" }),
  },
  NO_NONCE: {
    does: "Has no nonce.",
    section: `${validation}, 9`,
    refusal: "MUST",
    change: (claims) => without(claims, "nonce"),
  },
  WRONG_DEPLOYMENT: {
    does: "Is of a deployment that the tool was not told of.",
    section: "LTI Core 1.3, 5.3.3 LTI Deployment ID claim",
    refusal: "MUST",
    change: (claims) => ({ ...claims, [claimNames.deploymentId]: "deployment-of-nobody" }),
  },
  NO_DEPLOYMENT: {
    does: "Names no deployment.",
    section: "LTI Core 1.3, 5.3.3 LTI Deployment ID claim",
    refusal: "MUST",
    change: (claims) => without(claims, claimNames.deploymentId),
  },
  WRONG_VERSION: {
    does: "Says LTI version 1.1.",
    section: "LTI Core 1.3, 5.3.2 LTI Version claim",
    refusal: "MUST",
    change: (claims) => ({ ...claims, [claimNames.version]: "1.1" }),
  },
  NO_VERSION: {
    does: "Says no LTI version.",
    section: "LTI Core 1.3, 5.3.2 LTI Version claim",
    refusal: "MUST",
    change: (claims) => without(claims, claimNames.version),
  },
  WRONG_MESSAGE_TYPE: {
    does: "Is a message of a type that there is not.",
    section: "LTI Core 1.3, 5.3.1 Message type claim",
    refusal: "MUST",
    change: (claims) => ({ ...claims, [claimNames.messageType]: "LtiNothingRequest" }),
  },
  NO_MESSAGE_TYPE: {
    does: "Says no type of message.",
    section: "LTI Core 1.3, 5.3.1 Message type claim",
    refusal: "MUST",
    change: (claims) => without(claims, claimNames.messageType),
  },
  NO_RESOURCE_LINK: {
    does: "Is a resource link request without the resource link.",
    section: "LTI Core 1.3, 5.3.5 Resource link claim",
    refusal: "MUST",
    change: (claims) => without(claims, claimNames.resourceLink),
  },
  EMPTY_RESOURCE_LINK: {
    does: "Has a resource link without an id.",
    section: "LTI Core 1.3, 5.3.5 Resource link claim",
    refusal: "MUST",
    change: (claims) => ({ ...claims, [claimNames.resourceLink]: { title: "No id" } }),
  },
  NO_ROLES: {
    does: "Has no roles: not even an empty list.",
    section: "LTI Core 1.3, 5.3.7 Roles claim",
    refusal: "MUST",
    change: (claims) => without(claims, claimNames.roles),
  },
  NO_TARGET_LINK: {
    does: "Names no target link.",
    section: "LTI Core 1.3, 5.3.4 Target Link URI",
    refusal: "MUST",
    change: (claims) => without(claims, claimNames.targetLinkUri),
  },
  FOREIGN_TARGET_LINK: {
    does: "Has a target link on a host that is not the tool's: an open redirect, if the tool goes there.",
    section: "LTI Core 1.3, 5.3.4 Target Link URI",
    refusal: "MUST",
    change: (claims) => ({ ...claims, [claimNames.targetLinkUri]: "https://phishing.example/login" }),
  },
} as const satisfies Record<string, Misbehaviour>;
export type TokenMisbehaviour = keyof typeof tokenMisbehaviours;

/** The claims of a token that misbehaves in these ways. */
export function changedClaims(
  claims: Claims,
  ways: readonly TokenMisbehaviour[],
  context: ChangeContext,
): Record<string, unknown> {
  let changed = claims;
  for (const way of ways) {
    const { change }: Misbehaviour = tokenMisbehaviours[way];
    if (change !== undefined) changed = change(changed, context);
  }
  return { ...changed };
}
