import { createContext, type ReactNode, useContext, useEffect, useMemo } from "react";
import { en, type Texts } from "./en.ts";
import { sv } from "./sv.ts";

interface Chosen {
  readonly t: Texts;
  readonly language: "en" | "sv";
  /** For dates and numbers. */
  readonly locale: string;
  readonly percent: (share: number) => string;
}

const TextsContext = createContext<Chosen | null>(null);

/** @param locale the launch's: Swedish when it is that, else English */
export function TextsProvider({ locale: asked, children }: { readonly locale: string; readonly children: ReactNode }) {
  const language = /^sv\b/i.test(asked) ? "sv" : "en";
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const chosen = useMemo(() => {
    const locale = language === "sv" ? "sv-SE" : "en-GB";
    const percents = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
    return {
      t: language === "sv" ? sv : en,
      language,
      locale,
      percent: (share: number) => percents.format(share),
    } as const;
  }, [language]);
  return <TextsContext value={chosen}>{children}</TextsContext>;
}

export function useTexts(): Chosen {
  const chosen = useContext(TextsContext);
  if (!chosen) throw new Error("There is no <TextsProvider> above this component.");
  return chosen;
}
