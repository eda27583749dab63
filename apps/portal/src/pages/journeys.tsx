import { MyCertificatesDocument, MyEnrolmentsDocument } from "@kunna/client";
import { useKunnaSuspenseQuery, useLiveRefresh } from "@kunna/react";
import { Link } from "wouter";
import { Mark } from "../parts/mark.tsx";
import { Page } from "../parts/page.tsx";
import { standingTones } from "../parts/tones.ts";
import { useDays } from "../parts/use-days.ts";
import { useTexts } from "../texts/use-texts.tsx";

/** The programs that one is on, and the certificates that they led to. */
export function Journeys() {
  const { t, percent } = useTexts();
  useLiveRefresh();
  const { viewer } = useKunnaSuspenseQuery(MyEnrolmentsDocument, { first: 50 });
  const { nodes } = viewer.enrolments;
  return (
    <Page title={t.journeys}>
      {nodes.length === 0 && <p>{t.noJourneys}</p>}
      <ul className="cards">
        {nodes.map(({ id, program, progress }) => (
          <li key={id} className="card">
            <h2>
              <Link href={`/journeys/${id}`}>{program.title}</Link>
            </h2>
            <progress value={progress.share} max={1} aria-label={program.title} />
            <p>
              {percent(progress.share)} {t.complete}
            </p>
          </li>
        ))}
      </ul>
      <Certificates />
    </Page>
  );
}

function Certificates() {
  const { t } = useTexts();
  const { lastDay } = useDays();
  const { nodes } = useKunnaSuspenseQuery(MyCertificatesDocument, { first: 50 }).viewer.certificates;
  return (
    <section>
      <h2>{t.certificates}</h2>
      {nodes.length === 0 && <p>{t.noCertificates}</p>}
      <ul className="cards">
        {nodes.map(({ id, title, expiresAt, standing, url }) => (
          <li key={id} className="card certificate">
            <h3>{title}</h3>
            <Mark tone={standingTones[standing]}>{t.standings[standing]}</Mark>
            <p>{expiresAt ? t.validUntil(lastDay(expiresAt)) : t.validForGood}</p>
            <a href={url}>{t.publicPage}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
