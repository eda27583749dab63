/** What a tool knows of a platform that it is registered with: LTI 1.3 core, section 3.1.3 "Tool deployment". */

/**
 * Whether launches of a registration are taken. PENDING: it waits for the one who answers for the tool, and each launch is
 * refused with REGISTRATION_PENDING. BLOCKED: refused with REGISTRATION_BLOCKED.
 */
export const registrationStatuses = ["PENDING", "APPROVED", "BLOCKED"] as const;
export type LtiRegistrationStatus = (typeof registrationStatuses)[number];

/**
 * Which deployments of a registration launches are taken from. LISTED: those that the storage knows. FIRST_USE: each that
 * comes with a valid launch, and from then on it is known (platforms such as Moodle tell a deployment's id only by then).
 */
export const deploymentPolicies = ["LISTED", "FIRST_USE"] as const;
export type LtiDeploymentPolicy = (typeof deploymentPolicies)[number];

/** What a platform says of itself, by dynamic registration or as an admin typed it in. */
export interface LtiPlatform {
  /** The platform's `iss`, compared letter by letter, such as https://moodle.example.org (no slash is added or taken). */
  readonly issuer: string;
  /** What the platform calls the tool: `client_id`, and `aud` of its tokens. */
  readonly clientId: string;
  /** Where a login is sent on to (OIDC authorization endpoint). */
  readonly authorizationEndpoint: string;
  /** Where access tokens for the services are asked for. */
  readonly tokenEndpoint: string;
  /** The `aud` of the assertion that asks for one; left out: the token endpoint. Brightspace has one of its own. */
  readonly tokenAudience?: string;
  /** The platform's public keys. */
  readonly jwksUri: string;
  /** As people know it, such as the LMS's name. */
  readonly name?: string;
  /** Which product it is, as dynamic registration says (`product_family_code`), such as "moodle". */
  readonly productFamily?: string;
  /** The scopes that the platform granted, where it said so. */
  readonly scopes?: readonly string[];
}

/** A platform's registration with this tool, as the application keeps it. */
export interface LtiRegistration extends LtiPlatform {
  /** The application's id of it: opaque to the library, the same for good. Several may have one issuer and client id. */
  readonly id: string;
  readonly status: LtiRegistrationStatus;
  readonly deployments: LtiDeploymentPolicy;
}
