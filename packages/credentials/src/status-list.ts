import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { iri } from "./credential-shape.ts";
import type { FetchJson } from "./issuer-resolver.ts";
import type { JsonObject } from "./json.ts";
import type { VerificationProblem, VerificationProblemCode } from "./verification-problem.ts";
import { verifyCredential } from "./verify.ts";

const entryShape = z.looseObject({
  type: z.literal("BitstringStatusListEntry"),
  statusPurpose: z.enum(["revocation", "suspension"]),
  statusListIndex: z.union([z.string().regex(/^\d{1,9}$/), z.number().int().nonnegative()]).transform(Number),
  statusListCredential: iri,
  // One bit an entry: what more bits mean is the issuer's own word (section 2.1).
  statusSize: z.literal(1).optional(),
});

const listShape = z.looseObject({
  id: iri,
  type: z.union([z.string(), z.array(z.string())]).refine((types) => types.includes("BitstringStatusListCredential")),
  credentialSubject: z.looseObject({
    type: z.literal("BitstringStatusList"),
    statusPurpose: z.union([z.string(), z.array(z.string())]),
    encodedList: z.string().regex(/^u[\w-]+$/),
  }),
});

/** The least that a list holds, so that asking for it tells nobody for whom (section 6.1): 16 KiB. */
const minimumBytes = 16_384;
/** The most that is unpacked: a few bytes could become a great many. */
const maximumBytes = 4_194_304;

export interface StatusContext {
  /** Who issued the credential. A list of anybody else's does not count. */
  readonly issuer: string;
  readonly fetchJson: FetchJson;
  readonly resolveIssuer: (issuer: string) => Promise<unknown>;
  readonly now: Date;
}

/**
 * Checks one entry against its list (Bitstring Status List 1.0, section 3.2 "Validate Algorithm"). What can't be checked is
 * said to be unchecked: it is never taken for good.
 */
export async function checkStatusEntry(status: JsonObject, context: StatusContext): Promise<VerificationProblem[]> {
  const entry = entryShape.safeParse(status);
  if (!entry.success) return [unchecked("The credential's status is of a kind that can't be checked.")];
  const { statusListCredential, statusListIndex, statusPurpose } = entry.data;
  try {
    const document = await context.fetchJson(statusListCredential);
    const list = listShape.parse(document);
    // Its own status would lead on and on.
    const { verified, issuer } = await verifyCredential(document, context);
    const purposes = [list.credentialSubject.statusPurpose].flat();
    if (!verified || issuer !== context.issuer || list.id !== statusListCredential || !purposes.includes(statusPurpose))
      return [unchecked("The credential's status list is not one that its issuer has signed.")];
    const bits = unpack(list.credentialSubject.encodedList);
    const byte = bits[statusListIndex >> 3];
    if (bits.length < minimumBytes || byte === undefined)
      return [unchecked("The credential's status list is too short.")];
    // The first entry is the leftmost bit (section 3.3).
    return ((byte >> (7 - (statusListIndex & 7))) & 1) === 1 ? [problems[statusPurpose]] : [];
  } catch {
    return [unchecked("The credential's status list could not be had or read.")];
  }
}

const problems = {
  revocation: { code: "STATUS_REVOKED", message: "The issuer has revoked the credential." },
  suspension: { code: "STATUS_SUSPENDED", message: "The issuer has suspended the credential." },
} as const satisfies Record<string, { code: VerificationProblemCode; message: string }>;

function unchecked(message: string): VerificationProblem {
  return { code: "STATUS_UNCHECKED", message };
}

function unpack(encodedList: string): Uint8Array {
  return gunzipSync(Buffer.from(encodedList.slice(1), "base64url"), { maxOutputLength: maximumBytes });
}
