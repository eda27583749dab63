import type { ReactNode } from "react";

export type Tone = "good" | "wait" | "bad" | "calm";

/** A state in a word; the colour only repeats it. */
export function Mark({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return <span className={`mark ${tone}`}>{children}</span>;
}
