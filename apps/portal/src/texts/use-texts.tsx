import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { en, type Texts } from "./en.ts";
import { sv } from "./sv.ts";

export const languages = { en: "English", sv: "Svenska" } as const;
export type Language = keyof typeof languages;

interface Chosen {
  readonly language: Language;
  readonly t: Texts;
  readonly setLanguage: (language: Language) => void;
  readonly locale: string;
  readonly time: (instant: string) => string;
  readonly percent: (share: number) => string;
}

const TextsContext = createContext<Chosen | null>(null);
const place = "kunna-portal-language";

export function TextsProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(place, language);
  }, [language]);
  const chosen = useMemo(() => {
    const locale = language === "sv" ? "sv-SE" : "en-GB";
    const times = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
    const percents = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
    return {
      language,
      setLanguage,
      t: language === "sv" ? sv : en,
      locale,
      time: (instant: string) => times.format(new Date(instant)),
      percent: (share: number) => percents.format(share),
    };
  }, [language]);
  return <TextsContext value={chosen}>{children}</TextsContext>;
}

export function useTexts(): Chosen {
  const chosen = useContext(TextsContext);
  if (!chosen) throw new Error("There is no <TextsProvider> above this component.");
  return chosen;
}

function firstLanguage(): Language {
  const kept = localStorage.getItem(place);
  if (kept === "sv" || kept === "en") return kept;
  return navigator.language.startsWith("sv") ? "sv" : "en";
}
