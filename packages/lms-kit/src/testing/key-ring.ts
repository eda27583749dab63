import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK } from "jose";

/** A key pair for signatures. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  /** The public half as a JWK Set holds it (RFC 7517). */
  readonly jwk: JWK;
  /** The public half as PEM: what an attacker takes for the secret of HS256. */
  readonly pem: string;
}

/** A new RS256 key pair: the algorithm that Security Framework 1.0 section 6.1 asks of all. */
export async function newSigningKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" };
  return { kid, privateKey, jwk, pem: await exportSPKI(publicKey) };
}

/** The keys of a platform: it signs with one, and publishes several. */
export interface KeyRing {
  /** What it signs with now. */
  readonly current: SigningKey;
  /** A key that it never published. */
  foreign(): Promise<SigningKey>;
  readonly published: readonly JWK[];
  /** Signs with a new key from now on. `keep`: the old ones stay published, for tokens that are under way. */
  rotate(options?: { readonly keep?: boolean }): Promise<SigningKey>;
}

/** A key ring that publishes two keys and signs with the second, so that a tool that takes the first one is found out. */
export async function newKeyRing(): Promise<KeyRing> {
  let count = 2;
  let keys: readonly SigningKey[] = await Promise.all([newSigningKey("key-1"), newSigningKey("key-2")]);
  let stranger: Promise<SigningKey> | undefined;
  const current = () => keys.at(-1) as SigningKey;
  return {
    get current() {
      return current();
    },
    get published() {
      return keys.map((key) => key.jwk);
    },
    foreign() {
      stranger ??= newSigningKey("key-of-nobody");
      return stranger;
    },
    async rotate({ keep = true } = {}) {
      count += 1;
      const key = await newSigningKey(`key-${count}`);
      keys = keep ? [...keys, key] : [key];
      return key;
    },
  };
}
