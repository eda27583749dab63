import { type SafeHtml, trusted } from "../html.ts";

/** How a status is meant: the shape of its icon and its words say it as well as its colour. */
export type Tone = "good" | "wait" | "bad";

const shapes: Readonly<Record<Tone, string>> = {
  good: '<circle cx="12" cy="12" r="11"/><path class="mark" d="m7 12.5 3.5 3.5L17 9"/>',
  wait: '<circle cx="12" cy="12" r="11"/><path class="mark" d="M12 6.5V12l3.5 2.5"/>',
  bad: '<path d="M8 1.5h8L22.5 8v8L16 22.5H8L1.5 16V8z"/><path class="mark" d="m8.5 8.5 7 7m0-7-7 7"/>',
};

export function toneIcon(tone: Tone): SafeHtml {
  return trusted(`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shapes[tone]}</svg>`);
}
