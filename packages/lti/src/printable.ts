/** Strangers' words in one line of at most 500 characters: nothing that breaks out of it, or steers a terminal. */
export function printable(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  return clean.length > 500 ? `${clean.slice(0, 499)}…` : clean;
}

/** A value that a stranger gave, as text: `String` would call what an object says is its `toString`. */
export function shown(value: unknown): string {
  if (typeof value === "object" && value !== null) return JSON.stringify(value).slice(0, 500);
  return String(value);
}
