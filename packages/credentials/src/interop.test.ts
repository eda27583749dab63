import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import jsonld from "jsonld";
import { expect, test } from "vitest";
import { bundledLoader } from "./contexts.ts";
import { ISSUER, KEY, METHOD, signed } from "./fixture.test.support.ts";

// What is signed, worked out without the libraries that sign: the statements are written by hand from the vocabularies,
// blank nodes are named and hashes taken by the specifications, and another Ed25519 checks the signature.

const OB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#";
const VC = "https://www.w3.org/2018/credentials#";
const SEC = "https://w3id.org/security#";
const SCHEMA = "https://schema.org/";
const XSD = "http://www.w3.org/2001/XMLSchema#";
// As the published Open Badges 3.0.3 context has them: https for XML Schema, and one prefix that it never declares.
const OB_XSD = "https://www.w3.org/2001/XMLSchema#";
const OB_DATE = "xsd:dateTime";
const TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
const CREDENTIAL = "<https://kunna.example/certificates/0001>";
const SUBJECT = "<urn:uuid:7d5c3c0e-8f0b-4c66-9a3f-0c1b1f5f8a11>";
const ACHIEVEMENT = "<https://kunna.example/programs/rope/versions/3>";
const EVIDENCE = "<https://kunna.example/certificates/0001/evidence/1>";

const document = [
  `${CREDENTIAL} ${TYPE} <${VC}VerifiableCredential> .`,
  `${CREDENTIAL} ${TYPE} <${OB}OpenBadgeCredential> .`,
  `${CREDENTIAL} <${SCHEMA}name> "Rope Rescue Leader" .`,
  `${CREDENTIAL} <${VC}issuer> <${ISSUER}> .`,
  `${CREDENTIAL} <${VC}validFrom> "2026-03-01T12:00:00Z"^^<${XSD}dateTime> .`,
  `${CREDENTIAL} <${VC}validUntil> "2027-03-01T12:00:00Z"^^<${XSD}dateTime> .`,
  `${CREDENTIAL} <${OB}awardedDate> "2026-03-01T12:00:00Z"^^<${OB_DATE}> .`,
  `${CREDENTIAL} <${VC}credentialSubject> ${SUBJECT} .`,
  `${CREDENTIAL} <${VC}evidence> ${EVIDENCE} .`,
  `<${ISSUER}> ${TYPE} <${OB}Profile> .`,
  `<${ISSUER}> <${SCHEMA}name> "Acme Rescue" .`,
  `<${ISSUER}> <${SCHEMA}url> "https://acme.example/"^^<${OB_XSD}anyURI> .`,
  `${SUBJECT} ${TYPE} <${OB}AchievementSubject> .`,
  `${SUBJECT} <${OB}licenseNumber> "ACME-2026-0001" .`,
  `${SUBJECT} <${OB}identifier> _:name .`,
  `_:name ${TYPE} <${OB}IdentityObject> .`,
  `_:name <${OB}hashed> "false"^^<${OB_XSD}boolean> .`,
  `_:name <${OB}identityHash> "Zoë O'Neill" .`,
  `_:name <${OB}identityType> "name" .`,
  `${SUBJECT} <${OB}achievement> ${ACHIEVEMENT} .`,
  `${ACHIEVEMENT} ${TYPE} <${OB}Achievement> .`,
  `${ACHIEVEMENT} <${OB}achievementType> "Certification" .`,
  `${ACHIEVEMENT} <${SCHEMA}name> "Rope Rescue Leader" .`,
  `${ACHIEVEMENT} <${SCHEMA}description> "Leads a rope rescue on site." .`,
  `${ACHIEVEMENT} <${OB}Criteria> _:criteria .`,
  `_:criteria <${OB}narrative> "Two rescues led at work, observed, and reflected on." .`,
  `${ACHIEVEMENT} <${OB}alignment> _:alignment .`,
  `_:alignment ${TYPE} <${SCHEMA}AlignmentObject> .`,
  `_:alignment <${SCHEMA}targetName> "Lead a rope rescue" .`,
  `_:alignment <${SCHEMA}targetUrl> "https://frameworks.example/rope/lead"^^<${OB_XSD}anyURI> .`,
  `_:alignment <${OB}targetCode> "R.4" .`,
  `_:alignment <${SCHEMA}targetFramework> "Rope Rescue Framework" .`,
  `_:alignment <${OB}targetType> "CFItem" .`,
  `${EVIDENCE} ${TYPE} <${OB}Evidence> .`,
  `${EVIDENCE} <${SCHEMA}name> "Rescue at the north quarry" .`,
  `${EVIDENCE} <${SCHEMA}genre> "APPLIED_TASK" .`,
  `${EVIDENCE} <${OB}narrative> "Led the rescue; observed by a reviewer." .`,
];

const proof = [
  `_:proof ${TYPE} <${SEC}DataIntegrityProof> .`,
  `_:proof <http://purl.org/dc/terms/created> "2026-03-01T12:00:00Z"^^<${XSD}dateTime> .`,
  `_:proof <${SEC}cryptosuite> "eddsa-rdfc-2022"^^<${SEC}cryptosuiteString> .`,
  `_:proof <${SEC}proofPurpose> <${SEC}assertionMethod> .`,
  `_:proof <${SEC}verificationMethod> <${METHOD}> .`,
];

test("another Ed25519 verifies the signature over hash data worked out by hand", async () => {
  const {
    proof: [made],
  } = await signed();
  // VC Data Integrity EdDSA, section 3.2.4 "Hashing (eddsa-rdfc-2022)": the proof's hash, then the document's.
  const hashData = Buffer.concat([sha256(canonical(proof)), sha256(canonical(document))]);
  const signature = base58(made.proofValue.slice(1), 64);
  const publicKey = base58(KEY.publicKeyMultibase.slice(1), 34).subarray(2);
  expect(ed25519.verify(signature, hashData, publicKey)).toBe(true);
  hashData.writeUInt8(hashData.readUInt8(63) ^ 1, 63);
  expect(ed25519.verify(signature, hashData, publicKey)).toBe(false);
});

test("the statements are those that the contexts make of the credential: none is dropped, none is added", async () => {
  const { proof: _proof, ...unsecured } = await signed();
  const options = {
    documentLoader: bundledLoader(),
    algorithm: "RDFC-1.0",
    format: "application/n-quads",
    base: null,
    safe: true,
  } as const;
  expect(await jsonld.canonize(unsecured, options)).toBe(canonical(document));
});

/** RDFC-1.0, section 4.4, where the hash of each blank node's own statements already tells it from the others. */
function canonical(statements: readonly string[]): string {
  const names = [...new Set(statements.join("\n").match(/_:[a-z]+/g))];
  const hashes = names.map((name) => ({ name, hash: firstDegreeHash(statements, name) }));
  hashes.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const labels = new Map(hashes.map(({ name }, index) => [name, `_:c14n${index}`]));
  return `${statements
    .map((line) => line.replace(/_:[a-z]+/g, (name) => labels.get(name) ?? name))
    .sort(byCodePoint)
    .join("\n")}\n`;
}

/** RDFC-1.0, section 4.6 "Hash First Degree Quads". */
function firstDegreeHash(statements: readonly string[], name: string): string {
  const own = statements.filter((line) => line.split(" ").includes(name));
  const lines = own.map((line) => `${line.replace(/_:[a-z]+/g, (other) => (other === name ? "_:a" : "_:z"))}\n`);
  return sha256(lines.sort(byCodePoint).join("")).toString("hex");
}

function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}

function base58(text: string, length: number): Uint8Array {
  const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const value = [...text].reduce((sum, digit) => sum * 58n + BigInt(alphabet.indexOf(digit)), 0n);
  return new Uint8Array(Buffer.from(value.toString(16).padStart(length * 2, "0"), "hex"));
}
