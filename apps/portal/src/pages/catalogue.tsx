import { FindProgramsDocument, type FindProgramsQuery } from "@kunna/client";
import { useKunnaMutation, useKunnaPages } from "@kunna/react";
import { Suspense, useDeferredValue, useState } from "react";
import { useLocation } from "wouter";
import { Outcome } from "../parts/outcome.tsx";
import { Page } from "../parts/page.tsx";
import { useTexts } from "../texts/use-texts.tsx";

/** What one can be certified in. */
export function Catalogue() {
  const { t } = useTexts();
  const [search, setSearch] = useState("");
  // What is shown stays until the answer to the new words has come.
  const words = useDeferredValue(search);
  return (
    <Page title={t.catalogue}>
      <label className="search">
        {t.search}
        <input type="search" value={search} onChange={(event) => setSearch(event.target.value)} />
      </label>
      <Suspense fallback={<p className="loading">{t.loading}</p>}>
        <Programs search={words} />
      </Suspense>
    </Page>
  );
}

function Programs({ search }: { readonly search: string }) {
  const { t } = useTexts();
  const variables = search.trim() === "" ? { first: 12 } : { first: 12, search: search.trim() };
  const { nodes, totalCount, hasNextPage, isFetchingNextPage, fetchNextPage } = useKunnaPages(
    FindProgramsDocument,
    variables,
    ({ programs }) => programs,
  );
  return (
    <>
      <p role="status">{nodes.length === 0 ? t.noPrograms : t.programsFound(totalCount ?? nodes.length)}</p>
      <ul className="cards">
        {nodes.map((program) => (
          <Program key={program.id} program={program} />
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" disabled={isFetchingNextPage} onClick={fetchNextPage}>
          {t.more}
        </button>
      )}
    </>
  );
}

type ProgramSummary = FindProgramsQuery["programs"]["nodes"][number];

function Program({ program }: { readonly program: ProgramSummary }) {
  const { t } = useTexts();
  const [, go] = useLocation();
  const { mutate, refusal, error, isPending } = useKunnaMutation(async (kunna, programId: string) => {
    const result = await kunna.enrolments.enrol({ programId });
    if (result.__typename === "Enrolment") go(`/journeys/${result.id}`);
    return result;
  });
  return (
    <li className="card">
      <h2>{program.title}</h2>
      <p>{program.publishedVersion?.summary}</p>
      <button
        type="button"
        className="primary"
        disabled={isPending}
        aria-label={t.enrolIn(program.title)}
        onClick={() => mutate(program.id)}
      >
        {t.enrol}
      </button>
      {refusal?.__typename === "AlreadyEnrolled" ? (
        <a href={`#/journeys/${refusal.enrolmentId}`}>{t.goToJourney}</a>
      ) : (
        <Outcome refusal={refusal} error={error} />
      )}
    </li>
  );
}
