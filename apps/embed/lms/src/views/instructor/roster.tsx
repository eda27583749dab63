import { useKunnaPages, useKunnaSuspenseQuery } from "@kunna/react";
import { RosterDocument, type RosterQuery, SessionRolesDocument } from "../../generated/operations.ts";
import { Chip } from "../../parts/chip.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Page } from "../../parts/page.tsx";
import { ShareBar } from "../../parts/share-bar.tsx";
import { standingTones } from "../../parts/tones.ts";
import { useDays } from "../../parts/use-days.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import { useSession } from "../../use-session.ts";
import { ReadRoster } from "./read-roster.tsx";

type Course = NonNullable<NonNullable<RosterQuery["lmsSession"]>["course"]>;
type Member = Course["members"]["nodes"][number];
type Enrolment = Member["enrolments"][number];

const none: Course["members"] = {
  nodes: [],
  totalCount: 0,
  pageInfo: { hasNextPage: false, endCursor: null },
};

/** Who is in the course, and how far each has come: in the activity's program, or in all. */
export function Roster() {
  const { t } = useTexts();
  const { context } = useSession();
  const course = useKunnaSuspenseQuery(SessionRolesDocument, {}).lmsSession?.course;
  const roster = useKunnaPages(RosterDocument, { first: 50 }, ({ lmsSession }) => lmsSession?.course?.members ?? none);
  if (!course)
    return (
      <Page title={t.roster}>
        <Empty title={t.noCourse}>{t.noCourseText}</Empty>
      </Page>
    );
  return (
    <Page title={t.roster} above={context?.title}>
      <ReadRoster courseId={course.id} />
      {roster.nodes.length === 0 ? (
        <Empty title={t.rosterEmpty}>{t.rosterEmptyText}</Empty>
      ) : (
        <>
          <p className="soft">{t.rosterOf(roster.totalCount ?? roster.nodes.length)}</p>
          <table className="roster">
            <thead>
              <tr>
                <th scope="col">{t.member}</th>
                <th scope="col">{t.progress}</th>
              </tr>
            </thead>
            <tbody>
              {roster.nodes.map((member, index) => (
                <MemberRow key={member.person?.id ?? index} member={member} />
              ))}
            </tbody>
          </table>
        </>
      )}
      {roster.hasNextPage && (
        <p>
          <button type="button" disabled={roster.isFetchingNextPage} onClick={roster.fetchNextPage}>
            {t.more}
          </button>
        </p>
      )}
    </Page>
  );
}

function MemberRow({ member }: { readonly member: Member }) {
  const { t } = useTexts();
  const { target } = useSession();
  const programId = target?.programId;
  const enrolments = latestOfEach(member.enrolments.filter(({ program }) => !programId || program.id === programId));
  const notes = [...member.roles.map((role) => t.memberRoles[role]), ...(member.active ? [] : [t.leftCourse])];
  return (
    <tr>
      <th scope="row">
        {member.person?.name ?? member.name ?? t.noName} <span className="small">{notes.join(" · ")}</span>
      </th>
      <td>
        {enrolments.length === 0 && <span className="soft">{member.person ? t.notEnrolled : t.notMatched}</span>}
        {enrolments.map((one) => (
          <Progress key={one.id} enrolment={one} isNamed={!programId} />
        ))}
      </td>
    </tr>
  );
}

function Progress({ enrolment, isNamed }: { readonly enrolment: Enrolment; readonly isNamed: boolean }) {
  const { t } = useTexts();
  const { day } = useDays();
  const { program, progress, dueAt, overdue, status, certification } = enrolment;
  return (
    <div>
      <p className="row">
        {isNamed && <span className="small">{program.title}</span>}
        <Chip tone={standingTones[certification.standing]}>{t.standings[certification.standing]}</Chip>
      </p>
      <ShareBar share={progress.share} label={program.title} />
      {dueAt && status === "ACTIVE" && overdue && <p className="small">{t.overdue(day(dueAt))}</p>}
    </div>
  );
}

/** Newest first: of each program the newest that goes on or led to something. */
function latestOfEach(enrolments: readonly Enrolment[]): readonly Enrolment[] {
  const counting = enrolments.filter(({ status }) => status === "ACTIVE" || status === "COMPLETED");
  return counting.filter(
    ({ program }, index) => counting.findIndex((other) => other.program.id === program.id) === index,
  );
}
