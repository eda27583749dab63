import { useKunnaMutation, useKunnaSuspenseQuery } from "@kunna/react";
import { Link } from "wouter";
import { MyProgramsDocument, type MyProgramsQuery, ProgramTitleDocument } from "../../generated/operations.ts";
import { Chip } from "../../parts/chip.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Outcome } from "../../parts/outcome.tsx";
import { Page } from "../../parts/page.tsx";
import { ShareBar } from "../../parts/share-bar.tsx";
import { standingTones } from "../../parts/tones.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import { useSession } from "../../use-session.ts";
import { Path } from "./path.tsx";

type Enrolment = MyProgramsQuery["viewer"]["enrolments"]["nodes"][number];

/** Where a launch leads: the path of the activity's program, or, when it names none, all of one's own. */
export function Start() {
  const { target } = useSession();
  const enrolments = useKunnaSuspenseQuery(MyProgramsDocument, {}).viewer.enrolments.nodes;
  if (!target?.programId) return <Programs enrolments={enrolments} />;
  const found = current(enrolments.filter(({ program }) => program.id === target.programId));
  return found ? <Path enrolmentId={found.id} target={target} /> : <Begin programId={target.programId} />;
}

/** Of the enrolments on one program, newest first, the one that goes on; else the last that led to something. */
function current(enrolments: readonly Enrolment[]): Enrolment | undefined {
  return (
    enrolments.find(({ status }) => status === "ACTIVE") ?? enrolments.find(({ status }) => status === "COMPLETED")
  );
}

function Programs({ enrolments }: { readonly enrolments: readonly Enrolment[] }) {
  const { t } = useTexts();
  const ids = [...new Set(enrolments.map(({ program }) => program.id))];
  const shown = ids.flatMap((id) => current(enrolments.filter(({ program }) => program.id === id)) ?? []);
  return (
    <Page title={t.programs}>
      {shown.length === 0 && <Empty title={t.noPrograms}>{t.noProgramsText}</Empty>}
      <ul className="cards">
        {shown.map(({ id, program, progress, certification }) => (
          <li key={id} className="card">
            <h2>
              <Link href={`/path/${id}`}>{program.title}</Link>
            </h2>
            <p>
              <Chip tone={standingTones[certification.standing]}>{t.standings[certification.standing]}</Chip>
            </p>
            <ShareBar share={progress.share} label={program.title} />
          </li>
        ))}
      </ul>
    </Page>
  );
}

function Begin({ programId }: { readonly programId: string }) {
  const { t } = useTexts();
  const { node } = useKunnaSuspenseQuery(ProgramTitleDocument, { programId });
  const { mutate, refusal, error, isPending } = useKunnaMutation((kunna, id: string) =>
    kunna.enrolments.enrol({ programId: id }),
  );
  if (!node || !("title" in node)) return <Programs enrolments={[]} />;
  return (
    <Page title={node.title}>
      <div className="card">
        {node.publishedVersion?.summary && <p>{node.publishedVersion.summary}</p>}
        <p className="soft">{t.beginText}</p>
        <button type="button" className="primary" disabled={isPending} onClick={() => mutate(programId)}>
          {t.begin}
        </button>
        <Outcome refusal={refusal} error={error} />
      </div>
    </Page>
  );
}
