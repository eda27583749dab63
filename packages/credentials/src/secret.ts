import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

// One stored secret: version (1 byte), nonce (12), authentication tag (16), ciphertext. The version comes first so that
// a later cipher can be told from this one by its first byte.
const VERSION = 1;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const HEADER_LENGTH = 1 + NONCE_LENGTH + TAG_LENGTH;
const INSTALLATION_SECRET_LENGTH = 32;

/** Why a stored signing secret could not be opened. */
export type SigningSecretRefusal = "UNKNOWN_VERSION" | "NOT_AUTHENTIC" | "INSTALLATION_SECRET_LENGTH";

/** The signing secret can't be opened: another installation secret or context, or changed bytes. */
export class SigningSecretRefused extends Error {
  readonly code = "SIGNING_SECRET_REFUSED";
  readonly reason: SigningSecretRefusal;
  constructor(reason: SigningSecretRefusal, message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * Encrypts a signing key's secret for storage, with AES-256-GCM under the installation's secret (32 bytes).
 * `context` (the key's id) is authenticated with it, so one key's secret can't be put in another key's row.
 */
export function encryptSecret(
  secretKeyMultibase: string,
  installationSecret: Uint8Array,
  context: string,
): Uint8Array<ArrayBuffer> {
  assertLength(installationSecret);
  const nonce = randomBytes(NONCE_LENGTH);
  const cipher = createCipheriv("aes-256-gcm", installationSecret, nonce, { authTagLength: TAG_LENGTH });
  cipher.setAAD(additionalData(context));
  const ciphertext = Buffer.concat([cipher.update(secretKeyMultibase, "utf8"), cipher.final()]);
  return new Uint8Array(Buffer.concat([Uint8Array.of(VERSION), nonce, cipher.getAuthTag(), ciphertext]));
}

/** Opens what `encryptSecret` made, or throws `SigningSecretRefused`. */
export function decryptSecret(stored: Uint8Array, installationSecret: Uint8Array, context: string): string {
  assertLength(installationSecret);
  if (stored[0] !== VERSION || stored.length < HEADER_LENGTH) {
    throw new SigningSecretRefused("UNKNOWN_VERSION", "The stored signing secret has no form that this version knows.");
  }
  const nonce = stored.subarray(1, 1 + NONCE_LENGTH);
  const decipher = createDecipheriv("aes-256-gcm", installationSecret, nonce, { authTagLength: TAG_LENGTH });
  decipher.setAAD(additionalData(context));
  decipher.setAuthTag(stored.subarray(1 + NONCE_LENGTH, HEADER_LENGTH));
  try {
    return Buffer.concat([decipher.update(stored.subarray(HEADER_LENGTH)), decipher.final()]).toString("utf8");
  } catch {
    throw new SigningSecretRefused(
      "NOT_AUTHENTIC",
      "The signing secret was encrypted under another installation secret or for another key, or was changed.",
    );
  }
}

function additionalData(context: string): Buffer {
  return Buffer.concat([Uint8Array.of(VERSION), Buffer.from(context, "utf8")]);
}

function assertLength(installationSecret: Uint8Array): void {
  if (installationSecret.length !== INSTALLATION_SECRET_LENGTH) {
    throw new SigningSecretRefused("INSTALLATION_SECRET_LENGTH", "The installation secret must be 32 bytes.");
  }
}
