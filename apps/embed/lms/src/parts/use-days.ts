import { ViewerDocument } from "@kunna/client";
import { useKunnaSuspenseQuery } from "@kunna/react";
import { useMemo } from "react";
import { useTexts } from "../texts/use-texts.tsx";

/** Days in the organisation's time zone, which decides when one ends (R7). */
export function useDays() {
  const { locale } = useTexts();
  const { timeZone } = useKunnaSuspenseQuery(ViewerDocument, {}).organisation;
  return useMemo(() => {
    const long = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone });
    const plain = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
    const times = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone });
    const iso = new Intl.DateTimeFormat("sv-SE", { timeZone });
    return {
      /** Of an instant: 24 November 2026. */
      day: (instant: string) => long.format(new Date(instant)),
      /** Such as 24 Nov 2026, 09:30. */
      time: (instant: string) => times.format(new Date(instant)),
      /** What holds before the start of a day holds through the one before it. */
      lastDay: (instant: string) => long.format(Date.parse(instant) - 1),
      /** Of a date, which has no zone. */
      dateOf: (date: string) => plain.format(new Date(`${date}T00:00:00Z`)),
      /** As a form takes it: 2026-11-24. */
      today: () => iso.format(new Date()),
    };
  }, [locale, timeZone]);
}
