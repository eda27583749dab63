import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { issue } from "@digitalbazaar/vc";
import { describe, expect, test } from "vitest";
import { achievementCredential } from "./achievement-credential.ts";
import { bundledLoader, OPEN_BADGES_V3 } from "./contexts.ts";
import { codes, DURING, INPUT, ISSUER, issuer, KEY, METHOD, signed, verify } from "./fixture.test.support.ts";
import { generateSigningKey } from "./keys.ts";
import { signCredential } from "./sign.ts";

const credential = await signed();
const [proof] = credential.proof;

describe("contexts and terms", () => {
  test.each([
    ["an unknown one", [...credential["@context"], "https://evil.example/context.json"]],
    ["one written in the credential", [...credential["@context"], { name: "https://evil.example/name" }]],
    ["another first", [...credential["@context"]].reverse()],
    ["the old data model's", ["https://www.w3.org/2018/credentials/v1", OPEN_BADGES_V3]],
    ["one of another trade, though bundled", [...credential["@context"], "https://www.w3.org/ns/did/v1"]],
  ])("a context is refused: %s", async (_name, contexts) => {
    expect(await codes({ ...credential, "@context": contexts })).toEqual(["CONTEXT_UNKNOWN"]);
  });

  // Each of these is signed alike by JSON-LD, and would read differently as JSON.
  const { validUntil, id, ...unending } = credential;
  const fullUrl = "https://www.w3.org/2018/credentials#validUntil";
  const typed = { "@value": validUntil, "@type": "http://www.w3.org/2001/XMLSchema#dateTime" };
  test.each([
    ["validUntil under its full URL", { ...unending, id, [fullUrl]: typed }],
    [
      "an expiry inside, under the credential's id",
      { ...unending, id, evidence: [...(credential.evidence ?? []), { id, validUntil }] },
    ],
    ["@id for id", { ...unending, validUntil, "@id": id }],
    ["a context further down", { ...credential, issuer: { ...credential.issuer, "@context": OPEN_BADGES_V3 } }],
    ["a context in the proof", { ...credential, proof: { ...proof, "@context": credential["@context"] } }],
    ["statements beside", { ...credential, "@included": [{ id: "urn:x:1", name: "Beside" }] }],
    ["a member without a term", { ...credential, remark: "Dropped by a careless signer." }],
    ["a member of the proof without a term", { ...credential, proof: { ...proof, remark: "x" } }],
  ])("a term is refused: %s", async (_name, document) => {
    expect(await codes(document)).toEqual(["TERM_REFUSED"]);
  });

  test("a text with a language is a plain term's value: only the signature refuses it here", async () => {
    expect(await codes({ ...credential, name: { "@value": "Leiter", "@language": "de" } })).toEqual(["PROOF_INVALID"]);
  });
});

describe("the issuer's key", () => {
  const document = issuer();
  const [method] = document.verificationMethod;

  test("another key under the same URL does not verify", async () => {
    const { publicKeyMultibase } = await generateSigningKey();
    expect(await codes(credential, { resolveIssuer: async () => issuer({ publicKeyMultibase }) })).toEqual([
      "PROOF_INVALID",
    ]);
  });

  test("a credential that names an issuer who does not list the key", async () => {
    const other = { ...issuer({ id: `${ISSUER}#key-9` }) };
    expect(await codes(credential, { resolveIssuer: async () => other })).toEqual(["KEY_NOT_OF_ISSUER"]);
  });

  test.each([
    ["not for assertions", { ...document, assertionMethod: [] }],
    ["of another controller", { ...document, verificationMethod: [{ ...method, controller: "https://evil.example" }] }],
    ["listed twice", { ...document, verificationMethod: [method, method] }],
    ["of another kind", { ...document, verificationMethod: [{ ...method, type: "JsonWebKey" }] }],
    [
      "of another curve",
      {
        ...document,
        verificationMethod: [{ ...method, publicKeyMultibase: "zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv" }],
      },
    ],
  ])("a key is refused: %s", async (_name, changed) => {
    expect(await codes(credential, { resolveIssuer: async () => changed })).toEqual(["KEY_NOT_OF_ISSUER"]);
  });

  test("a key embedded under assertionMethod counts", async () => {
    const embedded = { id: ISSUER, assertionMethod: [method] };
    expect(await codes(credential, { resolveIssuer: async () => embedded })).toEqual([]);
  });

  test("a retired key still verifies what it signed; a revoked or expired one verifies nothing, from its instant on", async () => {
    const expiring = { ...document, verificationMethod: [{ ...method, expires: DURING.toISOString() }] };
    const before = new Date(DURING.getTime() - 1);
    expect(await codes(credential, { resolveIssuer: async () => issuer({ retiredAt: INPUT.awardedAt }) })).toEqual([]);
    expect(await codes(credential, { resolveIssuer: async () => issuer({ revokedAt: DURING }) })).toEqual([
      "KEY_REVOKED",
    ]);
    expect(await codes(credential, { resolveIssuer: async () => expiring })).toEqual(["KEY_EXPIRED"]);
    expect(await codes(credential, { resolveIssuer: async () => expiring, now: before })).toEqual([]);
  });

  test.each([
    ["about another identifier", async () => ({ ...document, id: "https://kunna.example/organisations/other" })],
    ["not a document", async () => "<html>"],
    ["nothing", async () => undefined],
    ["an error", () => Promise.reject(new Error("ECONNREFUSED 10.0.0.1"))],
    [
      "an error at once",
      () => {
        throw new Error("no");
      },
    ],
  ])("an issuer's document that can't be used: %s", async (_name, resolveIssuer) => {
    expect(await codes(credential, { resolveIssuer })).toEqual(["ISSUER_UNRESOLVED"]);
  });
});

describe("dates", () => {
  test.each([
    ["2026-03-01T11:59:59.999Z", ["NOT_YET_VALID"]],
    ["2026-03-01T12:00:00.000Z", []],
    ["2027-03-01T11:59:59.999Z", []],
    ["2027-03-01T12:00:00.000Z", ["EXPIRED"]],
  ])("validity is half-open: at %s", async (now, expected) => {
    expect(await codes(credential, { now: new Date(now) })).toEqual(expected);
  });

  test("an expired credential that was changed too has both problems", async () => {
    const late = { now: new Date("2030-01-01T00:00:00Z") };
    expect(await codes({ ...credential, name: "Other" }, late)).toEqual(["PROOF_INVALID", "EXPIRED"]);
  });

  test("without validUntil it does not expire", async () => {
    const { validUntil: _validUntil, ...unending } = INPUT;
    const options = { ...KEY, verificationMethod: METHOD, controller: ISSUER, created: INPUT.awardedAt };
    const document = await signCredential(achievementCredential(unending), options);
    expect(await verify(document, { now: new Date("2999-01-01T00:00:00Z") })).toMatchObject({
      verified: true,
      validUntil: null,
    });
  });

  test("an end before the beginning, and a time without a zone, are malformed", async () => {
    expect(await codes({ ...credential, validUntil: "2020-01-01T00:00:00Z" })).toEqual(["MALFORMED"]);
    expect(await codes({ ...credential, validUntil: "2027-03-01T12:00:00" })).toEqual(["MALFORMED"]);
  });
});

describe("proofs", () => {
  test.each([
    ["none", { ...credential, proof: [] }, ["MALFORMED"]],
    ["of another suite", { ...credential, proof: { ...proof, cryptosuite: "ecdsa-rdfc-2019" } }, ["PROOF_UNSUPPORTED"]],
    [
      "for another purpose",
      { ...credential, proof: { ...proof, proofPurpose: "authentication" } },
      ["PROOF_UNSUPPORTED"],
    ],
    ["in another base", { ...credential, proof: { ...proof, proofValue: "uAAAA" } }, ["PROOF_UNSUPPORTED"]],
    ["one, not in a list", { ...credential, proof }, []],
    [
      "a second that does not hold",
      { ...credential, proof: [proof, { ...proof, created: "2026-03-02T12:00:00Z" }] },
      ["PROOF_INVALID"],
    ],
    ["a second that can't be checked", { ...credential, proof: [proof, { type: "Ed25519Signature2020" }] }, []],
  ])("%s", async (_name, document, expected) => {
    expect(await codes(document)).toEqual(expected);
  });
});

test("a proof that its signer let expire", async () => {
  const key = await Ed25519Multikey.from({ ...KEY, type: "Multikey", id: METHOD, controller: ISSUER });
  const suite = new DataIntegrityProof({ cryptosuite, signer: key.signer(), date: INPUT.awardedAt });
  // The library has no option for it, but takes up what the suite's proof already says.
  Object.assign(suite, { proof: { expires: DURING.toISOString() } });
  const document = await issue({ credential: achievementCredential(INPUT), suite, documentLoader: bundledLoader() });
  expect(await codes(document)).toEqual(["PROOF_EXPIRED"]);
  expect(await codes(document, { now: new Date(DURING.getTime() - 1) })).toEqual([]);
});

describe("status", () => {
  const status = { id: "https://kunna.example/status/1#5", type: "BitstringStatusListEntry" };

  test("a credential with a status is not verified unless the status is checked", async () => {
    const document = { ...credential, credentialStatus: status };
    const revoked = { code: "STATUS_REVOKED", message: "Revoked." } as const;
    expect(await codes(document)).toContain("STATUS_UNCHECKED");
    expect(
      await codes(document, { checkStatus: async (entry) => (entry.id === status.id ? [revoked] : []) }),
    ).toContain("STATUS_REVOKED");
    expect(await codes(document, { checkStatus: () => Promise.reject(new Error("unreachable")) })).toContain(
      "STATUS_UNCHECKED",
    );
  });
});
