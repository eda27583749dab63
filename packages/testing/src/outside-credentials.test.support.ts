import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { OutsideDocuments } from "@kunna/api";
import {
  achievementCredential,
  generateSigningKey,
  issuerDocument,
  type OpenBadgeCredential,
  type SigningKey,
  signCredential,
} from "@kunna/credentials";
import { OutsideDocumentUnavailable } from "@kunna/domain";

/** What strangers' addresses answer, and which were asked. */
export interface OutsideWorld extends OutsideDocuments {
  readonly documents: Map<string, unknown>;
  readonly asked: string[];
}

/** An internet in memory. `whenAsked` runs before each answer: what must hold meanwhile is tried there. */
export function outsideWorld(whenAsked: () => Promise<void> = async () => {}): OutsideWorld {
  const documents = new Map<string, unknown>();
  const asked: string[] = [];
  return {
    documents,
    asked,
    async fetch(url) {
      asked.push(url);
      await whenAsked();
      const document = documents.get(url);
      if (document === undefined) throw new OutsideDocumentUnavailable(url, "NOT_REACHED");
      return Buffer.from(typeof document === "string" ? document : JSON.stringify(document));
    },
  };
}

interface Issued {
  readonly email: string;
  readonly achievementId?: string;
  readonly alignments?: readonly string[];
  readonly awardedAt?: string;
  readonly validUntil?: string | null;
  /** In the clear, as a salted hash, or not at all. */
  readonly identity?: "CLEAR" | "HASHED" | "NONE";
  readonly statusIndex?: number;
}

/** Who awards real, signed credentials elsewhere. */
export class Stranger {
  readonly id: string;
  readonly listUrl: string;
  readonly #world: OutsideWorld;
  readonly #key: SigningKey;

  constructor(world: OutsideWorld, id: string, key: SigningKey) {
    this.id = id;
    this.listUrl = `${id}/status/1`;
    this.#world = world;
    this.#key = key;
    const { publicKeyMultibase } = key;
    const keys = [{ id: `${id}#key`, publicKeyMultibase }];
    world.documents.set(id, issuerDocument({ id, name: "Stranger", url: "https://stranger.example/", keys }));
  }

  async issue(input: Issued): Promise<string> {
    const { email, achievementId = "urn:lifting", alignments = [], awardedAt = "2026-10-01T12:00:00Z" } = input;
    const { validUntil = "2028-10-01T12:00:00Z", identity = "CLEAR", statusIndex } = input;
    const at = new Date(awardedAt);
    const bare = achievementCredential({
      id: `urn:uuid:${crypto.randomUUID()}`,
      issuer: { id: this.id, name: "Stranger", url: "https://stranger.example/" },
      number: "1",
      recipient: { name: "Nils Ek" },
      achievement: {
        ...{ id: achievementId, name: "Lifting", description: "Lifts.", criteriaNarrative: "Lifted." },
        type: "Certificate",
        alignments: alignments.map((targetUrl) => ({
          ...{ targetUrl, targetName: "Lift", targetCode: "L", targetFramework: "Care" },
        })),
      },
      validFrom: at,
      awardedAt: at,
      ...(validUntil === null ? {} : { validUntil: new Date(validUntil) }),
    });
    const salt = "pepper";
    const hash = `sha256$${createHash("sha256").update(`${email}${salt}`).digest("hex")}`;
    const named =
      identity === "HASHED" ? { hashed: true, identityHash: hash, salt } : { hashed: false, identityHash: email };
    const identifier = { type: "IdentityObject", identityType: "emailAddress", ...named };
    return this.#sign({
      ...bare,
      credentialSubject: {
        ...bare.credentialSubject,
        ...(identity === "NONE" ? {} : { identifier: [identifier] }),
      },
      ...(statusIndex === undefined
        ? {}
        : {
            credentialStatus: {
              type: "BitstringStatusListEntry",
              statusPurpose: "revocation",
              statusListIndex: String(statusIndex),
              statusListCredential: this.listUrl,
            },
          }),
    });
  }

  /** Publishes its status list, with these entries revoked. */
  async publishStatus(revoked: readonly number[]): Promise<void> {
    const bits = new Uint8Array(16_384);
    for (const index of revoked) bits[index >> 3] = (bits[index >> 3] ?? 0) | (0x80 >> (index & 7));
    const list = {
      "@context": ["https://www.w3.org/ns/credentials/v2"],
      id: this.listUrl,
      type: ["VerifiableCredential", "BitstringStatusListCredential"],
      issuer: { id: this.id },
      validFrom: "2026-01-01T00:00:00Z",
      credentialSubject: {
        id: `${this.listUrl}#list`,
        type: "BitstringStatusList",
        statusPurpose: "revocation",
        encodedList: `u${gzipSync(bits).toString("base64url")}`,
      },
    };
    this.#world.documents.set(this.listUrl, await this.#sign(list));
  }

  /** Signs what is not of Kunna's own form too. */
  async #sign(credential: object): Promise<string> {
    const signed = await signCredential(credential as OpenBadgeCredential, {
      ...this.#key,
      verificationMethod: `${this.id}#key`,
      controller: this.id,
      created: new Date("2026-01-01T00:00:00Z"),
    });
    return JSON.stringify(signed);
  }
}

export async function newStranger(world: OutsideWorld): Promise<Stranger> {
  return new Stranger(world, `https://stranger.example/${crypto.randomUUID()}`, await generateSigningKey());
}
