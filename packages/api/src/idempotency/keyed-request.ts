import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";

/** Of which request a command is part: its caller's key, and which command of which mutation it is. */
export interface KeyedStep {
  readonly key: string;
  readonly operation: string;
  readonly step: number;
}

/** How a mutation's key reaches its commands: so that no resolver can forget to pass it on. */
const mutations = new AsyncLocalStorage<{ readonly key: string; readonly operation: string; steps: number }>();

/** Runs a mutation's resolver under the key that its caller gave. */
export function underKey<T>(key: string, operation: string, resolve: () => T): T {
  return mutations.run({ key, operation, steps: 0 }, resolve);
}

/** The place of the command that begins now; null when the mutation has no key, or there is no mutation. */
export function nextStep(): KeyedStep | null {
  const mutation = mutations.getStore();
  if (!mutation) return null;
  const { key, operation } = mutation;
  return { key, operation, step: mutation.steps++ };
}

/** SHA-256 of an input, whatever the order of its fields. */
export function hashInput(input: unknown): Uint8Array<ArrayBuffer> {
  const canonical = JSON.stringify(input, (_name, value: unknown) => {
    if (typeof value === "bigint") return String(value);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
  return new Uint8Array(createHash("sha256").update(canonical).digest());
}
