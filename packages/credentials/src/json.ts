import { z } from "zod";

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/**
 * How big a document from outside may be. JSON-LD processing and canonicalization cost far more than parsing, so the
 * bounds are on what they walk: an Open Badge with endorsements and an inlined image stays well inside.
 */
export const LIMITS = { depth: 20, values: 2_500, characters: 1_000_000 } as const;

/**
 * Any value from outside to a plain copy of it as a JSON object: bounded, without cycles, getters, prototypes or lone
 * surrogates. (Every lone surrogate is the same three bytes in UTF-8, so two of them could be swapped under a signature.)
 */
export const boundedJsonObject = z.unknown().transform((value, context): JsonObject => {
  const budget = { values: LIMITS.values, characters: LIMITS.characters };
  try {
    const copied = copy(value, 0, budget);
    if (isJsonObject(copied)) return copied;
    context.addIssue({ code: "custom", message: "Not a JSON object." });
  } catch (error) {
    // Also what a hostile getter or proxy throws, which may not be an Error at all.
    context.addIssue({ code: "custom", message: error instanceof NotBounded ? error.message : "Not JSON." });
  }
  return z.NEVER;
});

/** Whether a JSON value is an object (and not an array or null). */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a JSON value is an array; `Array.isArray` alone takes a readonly one for `any[]`. */
export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

class NotBounded extends Error {}

function copy(value: unknown, depth: number, budget: { values: number; characters: number }): JsonValue {
  if (depth > LIMITS.depth) throw new NotBounded(`Nested deeper than ${LIMITS.depth} levels.`);
  budget.values -= 1;
  if (budget.values < 0) throw new NotBounded(`More than ${LIMITS.values} values.`);
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "string") return spend(value, budget);
  if (Array.isArray(value)) return Array.from(value, (item) => copy(item, depth + 1, budget));
  if (typeof value !== "object") throw new NotBounded("Not JSON.");
  const result: Record<string, JsonValue> = {};
  for (const [key, item] of Object.entries(value)) {
    if (key === "__proto__") throw new NotBounded("A key is named __proto__.");
    result[spend(key, budget)] = copy(item, depth + 1, budget);
  }
  return result;
}

function spend(text: string, budget: { characters: number }): string {
  budget.characters -= text.length;
  if (budget.characters < 0) throw new NotBounded(`More than ${LIMITS.characters} characters.`);
  if (/\p{Surrogate}/u.test(text)) throw new NotBounded("A text is not well-formed Unicode.");
  return text;
}
