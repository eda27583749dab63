import { useKunnaPages } from "@kunna/react";
import { Suspense, useDeferredValue, useState } from "react";
import { PickProgramsDocument } from "../../generated/operations.ts";
import { Empty } from "../../parts/empty.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useTexts } from "../../texts/use-texts.tsx";
import type { PickedProgram } from "./deep-link.tsx";

/** The published programs, by search. */
export function ProgramPicker({ onPick }: { readonly onPick: (program: PickedProgram) => void }) {
  const { t } = useTexts();
  const [search, setSearch] = useState("");
  // What is shown stays until the answer to the new words has come.
  const words = useDeferredValue(search);
  return (
    <section>
      <h2>{t.pickPrograms}</h2>
      <label>
        {t.pickSearch}
        <input type="search" value={search} onChange={(event) => setSearch(event.target.value)} />
      </label>
      <Suspense fallback={<Skeleton cards={2} />}>
        <Found words={words} onPick={onPick} />
      </Suspense>
    </section>
  );
}

function Found({ words, onPick }: { readonly words: string; readonly onPick: (program: PickedProgram) => void }) {
  const { t } = useTexts();
  const found = useKunnaPages(PickProgramsDocument, { search: words, first: 12 }, ({ programs }) => programs);
  return (
    <>
      <p role="status" className="small">
        {t.pickFound(found.totalCount ?? found.nodes.length)}
      </p>
      {found.nodes.length === 0 && <Empty title={t.pickNothing}>{t.pickNothingText}</Empty>}
      <ul className="cards">
        {found.nodes.map((program) => (
          <li key={program.id} className="pick">
            <button type="button" onClick={() => onPick(program)}>
              <strong>{program.title}</strong>
              <span className="small">{program.publishedVersion?.summary}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <p>
          <button type="button" disabled={found.isFetchingNextPage} onClick={found.fetchNextPage}>
            {t.more}
          </button>
        </p>
      )}
    </>
  );
}
