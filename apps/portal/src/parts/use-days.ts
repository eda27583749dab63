import { ViewerDocument } from "@kunna/client";
import { useKunnaSuspenseQuery } from "@kunna/react";
import { useMemo } from "react";
import { useTexts } from "../texts/use-texts.tsx";

/** Days as the organisation has them, wherever one sits: its time zone decides when one ends (R7). */
export function useDays() {
  const { locale } = useTexts();
  const { timeZone } = useKunnaSuspenseQuery(ViewerDocument, {}).organisation;
  return useMemo(() => {
    const long = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone });
    // The Swedish way to write a day is ISO 8601's.
    const iso = new Intl.DateTimeFormat("sv-SE", { timeZone });
    return {
      /** Such as 24 November 2026. */
      day: (instant: string) => long.format(new Date(instant)),
      /** The last day before an instant: what holds before the start of a day holds through the one before it. */
      lastDay: (instant: string) => long.format(new Date(instant).getTime() - 1),
      /** As a form takes it: 2026-11-24. */
      today: () => iso.format(new Date()),
    };
  }, [locale, timeZone]);
}
