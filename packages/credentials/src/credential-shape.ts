import { z } from "zod";
import { CREDENTIAL_CONTEXTS, CREDENTIALS_V2 } from "./contexts.ts";
import { boundedJsonObject, isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "./json.ts";
import type { VerificationProblem } from "./verification-problem.ts";

/** An absolute URL or URN; what it names is never fetched here. */
export const iri = z
  .string()
  .max(2_048)
  .regex(/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/);

/** A dateTimeStamp: a time without a zone is not an instant (VC 2.0, section 4.9 "Validity Period"). */
export const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const proofShape = z.looseObject({
  type: z.string(),
  cryptosuite: z.string().optional(),
  proofPurpose: z.string().optional(),
  verificationMethod: z.string().max(2_048).optional(),
  proofValue: z.string().max(4_096).optional(),
  expires: instant.optional(),
});

const subjectShape = z.looseObject({ id: iri.optional() });

const credentialShape = z.looseObject({
  "@context": z.array(z.unknown()).min(1).max(10),
  id: iri.optional(),
  type: oneOrMore(z.string()).refine((types) => types.includes("VerifiableCredential"), "Not a VerifiableCredential."),
  issuer: z.union([iri, z.looseObject({ id: iri }).transform((issuer) => issuer.id)]),
  validFrom: instant.optional(),
  validUntil: instant.optional(),
  credentialSubject: oneOrMore(subjectShape),
  credentialStatus: oneOrMore(z.looseObject({ type: z.string() })).optional(),
  proof: oneOrMore(proofShape),
});

/** A credential from outside whose shape holds; nothing about it is verified yet. */
export interface ParsedCredential {
  /** The copy to verify, without its proofs. */
  readonly unsecured: JsonObject;
  readonly proofs: readonly JsonObject[];
  readonly issuer: string;
  readonly validFrom: Date | null;
  readonly validUntil: Date | null;
  readonly status: readonly JsonObject[];
}

/** Parses a VC 2.0 credential with an embedded proof out of anything at all. */
export function parseCredential(document: unknown): ParsedCredential | readonly VerificationProblem[] {
  const bounded = boundedJsonObject.safeParse(document);
  if (!bounded.success) return malformed(bounded.error);
  const json = bounded.data;
  const shape = credentialShape.safeParse(json);
  if (!shape.success) return malformed(shape.error);
  const problems = [...contextProblems(shape.data["@context"]), ...termProblems(json)];
  const { validFrom, validUntil } = shape.data;
  if (validFrom !== undefined && validUntil !== undefined && validUntil < validFrom) {
    problems.push({ code: "MALFORMED", message: "validUntil is before validFrom." });
  }
  if (problems.length > 0) return problems;
  const { proof, ...unsecured } = json;
  return {
    unsecured,
    proofs: objects(proof),
    issuer: shape.data.issuer,
    validFrom: validFrom ?? null,
    validUntil: validUntil ?? null,
    status: objects(json.credentialStatus),
  };
}

// JSON-LD writes a set of one with or without its brackets (VC 2.0, section 6.1, "Lists and Arrays").
function oneOrMore<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(item).min(1).max(20));
}

function objects(value: JsonValue | undefined): JsonObject[] {
  const values: readonly (JsonValue | undefined)[] = isJsonArray(value) ? value : [value];
  return values.filter(isJsonObject);
}

function malformed(error: z.ZodError): VerificationProblem[] {
  return error.issues.slice(0, 10).map(({ path, message }) => ({
    code: "MALFORMED",
    message: path.length === 0 ? message : `${path.join(".").slice(0, 200)}: ${message}`,
  }));
}

/** Only known contexts, by URL and in the place where VC 2.0 (section 4.3 "Contexts") has them. */
function contextProblems(contexts: readonly unknown[]): VerificationProblem[] {
  const unknown = contexts.find((context) => typeof context !== "string" || !CREDENTIAL_CONTEXTS.has(context));
  if (unknown !== undefined) {
    const name = typeof unknown === "string" ? unknown.slice(0, 200) : "one written in the credential";
    return [{ code: "CONTEXT_UNKNOWN", message: `A context is not known: ${name}.` }];
  }
  if (contexts[0] === CREDENTIALS_V2) return [];
  return [{ code: "CONTEXT_UNKNOWN", message: `The first context must be ${CREDENTIALS_V2}.` }];
}

// A text with a language or a direction (VC 2.0, section 11.1 "Language and Base Direction").
const TEXT_KEYS: ReadonlySet<string> = new Set(["@value", "@language", "@direction"]);

// What a verifier reads off the credential itself.
const CREDENTIAL_KEYS = ["issuer", "validFrom", "validUntil", "credentialSubject", "credentialStatus", "proof"];

/**
 * The signature holds for the statements that JSON-LD makes of the document, but whoever shows it reads its JSON. So no
 * key may say in another way what a plain term says: `validUntil` written as its full URL, `@id` for `id`, statements
 * below @graph or @included, or a context of its own further down, would be signed alike and read differently. Neither
 * may an object inside, which has the credential's own id, say something about the credential. Blank nodes may not be
 * named (section 4.4 "Identifiers": an id is a URL): with names, a small document links them into a graph that takes
 * for ever to canonicalize.
 */
function termProblems(document: JsonObject): VerificationProblem[] {
  const { "@context": _known, ...members } = document;
  const found =
    first(Object.keys(members), refusedKey) ??
    first(Object.values(members), (value) => refusedTerm(value, document.id));
  return found === undefined ? [] : [{ code: "TERM_REFUSED", message: `Not a plain term: ${found.slice(0, 200)}.` }];
}

function refusedTerm(value: JsonValue, credentialId: JsonValue | undefined): string | undefined {
  if (isJsonArray(value)) return first(value, (item) => refusedTerm(item, credentialId));
  if (!isJsonObject(value)) return undefined;
  const keys = Object.keys(value);
  const isText = typeof value["@value"] === "string" && keys.every((key) => TEXT_KEYS.has(key));
  if (isText) return undefined;
  if (typeof value.id === "string" && value.id.startsWith("_:")) return value.id;
  if (value.id === credentialId && credentialId !== undefined) {
    const own = keys.find((key) => CREDENTIAL_KEYS.includes(key));
    if (own !== undefined) return own;
  }
  return first(keys, refusedKey) ?? first(Object.values(value), (item) => refusedTerm(item, credentialId));
}

function refusedKey(key: string): string | undefined {
  return key.includes("@") || key.includes(":") ? key : undefined;
}

function first<Item>(items: readonly Item[], find: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
