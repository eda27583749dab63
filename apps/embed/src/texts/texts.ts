import type { PageLocale } from "../facts.ts";
import { html, type SafeHtml } from "../html.ts";
import { en } from "./en.ts";
import type { Texts } from "./shape.ts";
import { sv } from "./sv.ts";

export const texts: Readonly<Record<PageLocale, Texts>> = { en, sv };

/** Fills the {braces} of a text. Plain text in, plain text out: it is escaped where it is put into a page. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}

/** Fills the {braces} with markup, escaping all around it. */
export function fillHtml(text: string, values: Readonly<Record<string, SafeHtml>>): SafeHtml {
  const parts = text.split(/\{(\w+)\}/);
  return html`${parts.map((part, i) => (i % 2 === 1 ? (values[part] ?? `{${part}}`) : part))}`;
}
