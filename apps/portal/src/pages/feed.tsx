import type { KunnaEvent } from "@kunna/client";
import { useLiveEvents } from "@kunna/react";
import { useState } from "react";
import { Failure } from "../parts/failure.tsx";
import { Mark } from "../parts/mark.tsx";
import { Page } from "../parts/page.tsx";
import { useTexts } from "../texts/use-texts.tsx";

/** How many of the last events are shown. */
const shown = 100;

/** What happens, as it happens: each event that one may read, once and in order. */
export function Feed() {
  const { t, time } = useTexts();
  const [events, setEvents] = useState<readonly KunnaEvent[]>([]);
  const { status, error, retry } = useLiveEvents((event) => setEvents((before) => [event, ...before].slice(0, shown)));
  return (
    <Page title={t.feed}>
      <p role="status">
        <Mark tone={status === "open" ? "good" : "wait"}>{t.feedStates[status]}</Mark>
      </p>
      {error && <Failure error={error} onAgain={retry} />}
      {events.length === 0 && <p>{t.feedEmpty}</p>}
      <ol className="feed" aria-live="polite">
        {events.map((event) => (
          <li key={event.cursor}>
            <time dateTime={event.occurredAt}>{time(event.occurredAt)}</time>
            <strong lang="en">{wordsOf(event.type)}</strong>
            <span>{[event.person?.name, event.program?.title].filter(Boolean).join(" · ")}</span>
          </li>
        ))}
      </ol>
    </Page>
  );
}

/** EVIDENCE_ACCEPTED as one reads it. The schema describes each type in English; a portal would have words of its own. */
function wordsOf(type: string): string {
  const words = type.toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
