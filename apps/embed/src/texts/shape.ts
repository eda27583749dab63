import type { PageKind, PageStanding } from "../facts.ts";
import type { en } from "./en.ts";

type Widened<T> = T extends string
  ? string
  : T extends readonly [string, string]
    ? readonly [string, string]
    : T extends readonly string[]
      ? readonly string[]
      : { readonly [K in keyof T]: Widened<T[K]> };

/** The shape of English, with every standing and kind of the domain. */
export type Texts = Widened<typeof en> & {
  readonly standings: Readonly<Record<PageStanding, readonly [title: string, text: string]>>;
  readonly kinds: Readonly<Record<PageKind, string>>;
};
