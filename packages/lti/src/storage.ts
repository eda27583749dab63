import type { JWK } from "jose";
import type { LtiPlatform, LtiRegistration } from "./registration.ts";

/** A login under way: made at the login request, taken by the launch that ends it. */
export interface LtiLogin {
  /** Random, 256 bits, base64url. The key. */
  readonly state: string;
  /** Random, 256 bits, base64url: the token must have the same. */
  readonly nonce: string;
  readonly registrationId: string;
  /** The target_link_uri of the login request. */
  readonly targetLinkUri: string;
  /** SHA-256 (base64url) of the secret that the browser keeps, in a cookie or in the platform's storage. */
  readonly bindingHash: string;
  /** The frame of the platform that keeps data for tools (`lti_storage_target`), where it has one. */
  readonly storageTarget?: string;
  readonly expiresAt: Date;
}

/** A key that the tool signs with. Its public half is in the tool's JWKS until it expires. */
export interface LtiSigningKey {
  readonly kid: string;
  /** With `alg` and `kid`. The application keeps it encrypted. */
  readonly privateJwk: JWK;
  /** When it begins to sign: some time after it is published, since platforms keep a JWKS for hours. */
  readonly signsFrom: Date;
  /** When it leaves the JWKS; null: it has no successor yet. */
  readonly expiresAt: Date | null;
}

/** A permission to register one platform, once. The token itself is kept nowhere. */
export interface LtiRegistrationToken {
  /** SHA-256 (base64url) of the token. The key. */
  readonly hash: string;
  /** What the application gave it for, opaque to the library, such as the organisation's id: `addRegistration` gets it back. */
  readonly grant: string;
  /** What the login URL that the platform is told has as its `hint`: what `findRegistrations` narrows by. */
  readonly hint?: string;
  readonly expiresAt: Date;
}

/**
 * What came of a launch from a deployment. KNOWN: it was known. ADDED: by the registration's policy FIRST_USE it is known
 * from now on. UNKNOWN: it is not, and the launch is refused.
 */
export type DeploymentUse = "KNOWN" | "ADDED" | "UNKNOWN";

/**
 * What an application keeps for the tool: the port of the library. Several processes may use one storage at once. Nothing
 * here asks for a clock: the library compares `expiresAt` with its own, and whatever has expired may be deleted at any time.
 * `storageChecks` of `@kunna/lti/testing` are the contract.
 */
export interface LtiStorage {
  /**
   * The registrations with this issuer, and with this client id where one is given, whatever their status; in no order.
   * `hint` is the login URL's own parameter of that name, such as an organisation's key: where one is given, only those
   * that it names are found, and one that names nothing finds none. A read: it need not see what is being written.
   */
  findRegistrations(query: {
    readonly issuer: string;
    readonly clientId?: string;
    readonly hint?: string;
  }): Promise<readonly LtiRegistration[]>;

  /** The registration with this id as it is now, or null. Sees what was committed before: a block holds from the next launch. */
  getRegistration(id: string): Promise<LtiRegistration | null>;

  /**
   * Keeps a platform that registered itself, under what its token was granted for. The application decides the status
   * (PENDING, where someone is to look at it first) and the deployment policy. Gives null, and changes nothing, when that
   * grant has one with this issuer and client id: two at once give one registration and one null.
   */
  addRegistration(
    platform: LtiPlatform,
    options: { readonly grant: string; readonly deploymentId?: string },
  ): Promise<LtiRegistration | null>;

  /**
   * Says whether a deployment of a registration is known, and adds it where the registration's policy is FIRST_USE. It is
   * asked only for a token that is valid otherwise. Two at once leave one deployment; only one of them is told ADDED.
   */
  useDeployment(registrationId: string, deploymentId: string): Promise<DeploymentUse>;

  /** Keeps a login. Committed before it resolves: the launch may come to another process. */
  putLogin(login: LtiLogin): Promise<void>;

  /** The login with this state, or null; it stays. */
  getLogin(state: string): Promise<LtiLogin | null>;

  /**
   * Takes the login with this state away, and gives it; null: there is none. Exactly once: of any number at once, one
   * gets it (`DELETE ... RETURNING`).
   */
  takeLogin(state: string): Promise<LtiLogin | null>;

  /**
   * Notes that a value (a token's nonce or jti, with what it is in front) of a registration was used; says whether this was
   * the first time. Of any number at once, one is told true (`INSERT ... ON CONFLICT DO NOTHING`). Two registrations may
   * use the same value. Kept until `expiresAt` at least.
   */
  useOnce(registrationId: string, value: string, expiresAt: Date): Promise<boolean>;

  /** The tool's signing keys, retired ones too; those that have expired may be left out. Sees what was committed before. */
  signingKeys(): Promise<readonly LtiSigningKey[]>;

  /**
   * Adds a key as the successor of the one with kid `replaces` (null: as the first of all), and sets `expiresAt` of every
   * other key that has none to `othersExpireAt`; says true. Says false and changes nothing when the newest key (the one with
   * `expiresAt` null) is another than `replaces`. One transaction: of two at once, one is told true.
   */
  replaceSigningKey(change: {
    readonly replaces: string | null;
    readonly key: LtiSigningKey;
    readonly othersExpireAt: Date;
  }): Promise<boolean>;

  /** Keeps a registration token. */
  putRegistrationToken(token: LtiRegistrationToken): Promise<void>;

  /** The token with this hash, or null; it stays. */
  getRegistrationToken(hash: string): Promise<LtiRegistrationToken | null>;

  /** Takes the token with this hash away, and gives it; null: there is none. Exactly once, as `takeLogin`. */
  takeRegistrationToken(hash: string): Promise<LtiRegistrationToken | null>;
}
