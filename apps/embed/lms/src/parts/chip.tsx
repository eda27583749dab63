import type { ReactNode } from "react";

export type Tone = "good" | "wait" | "bad" | "calm";

/** A mark for each tone, so that none is told by colour alone. */
const marks: Readonly<Record<Tone, string>> = {
  good: "m3.5 8.5 3 3 6-7",
  wait: "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11M8 5.5V8l1.75 1.25",
  bad: "m4.5 4.5 7 7m0-7-7 7",
  calm: "M4.5 8h7",
};

/** A state in a word. */
export function Chip({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={`chip ${tone}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={marks[tone]} />
      </svg>
      {children}
    </span>
  );
}
