import type { Standing } from "@kunna/client";
import { kunnaKey, retry, useKunna, useKunnaPages, useLiveRefresh } from "@kunna/react";
import { useSuspenseQuery } from "@tanstack/react-query";
import {
  TeamCoverageDocument,
  type TeamCoverageQuery,
  TeamStandingsDocument,
  type TeamStandingsQuery,
} from "../generated/operations.ts";
import { Mark } from "../parts/mark.tsx";
import { Page } from "../parts/page.tsx";
import { standingTones } from "../parts/tones.ts";
import { useTexts } from "../texts/use-texts.tsx";

/** Who in one's teams stands where in which program. */
export function Team() {
  const { t } = useTexts();
  useLiveRefresh();
  const teams = useKunnaPages(TeamCoverageDocument, {}, ({ teams }) => teams);
  const standings = useStandings();
  return (
    <Page title={t.team}>
      {teams.nodes.length === 0 && <p>{t.noTeams}</p>}
      {teams.nodes.map((team) => (
        <Coverage key={team.id} team={team} standings={standings} />
      ))}
      {teams.hasNextPage && (
        <button type="button" disabled={teams.isFetchingNextPage} onClick={teams.fetchNextPage}>
          {t.more}
        </button>
      )}
    </Page>
  );
}

interface PersonStanding {
  readonly personId: string;
  readonly programId: string;
  readonly program: string;
  readonly standing: Standing;
  /** In the grace, only where the policy says so (R6). */
  readonly certified: boolean;
}

/** Of all that one may read: page after page, for a table is only true as a whole. */
function useStandings(): readonly PersonStanding[] {
  const kunna = useKunna();
  return useSuspenseQuery({
    queryKey: [...kunnaKey(kunna), "team-standings"],
    queryFn: async ({ signal }) => {
      const all: PersonStanding[] = [];
      let after: string | null = null;
      for (let hasNext = true; hasNext; ) {
        const { certifications }: TeamStandingsQuery = await kunna.query(TeamStandingsDocument, { after }, { signal });
        for (const { person, program, standing, certified } of certifications.nodes)
          all.push({ personId: person.id, programId: program.id, program: program.title, standing, certified });
        after = certifications.pageInfo.endCursor ?? null;
        hasNext = certifications.pageInfo.hasNextPage;
      }
      return all;
    },
    retry,
  }).data;
}

function Coverage({
  team,
  standings,
}: {
  readonly team: TeamCoverageQuery["teams"]["nodes"][number];
  readonly standings: readonly PersonStanding[];
}) {
  const { t } = useTexts();
  const isMember = new Set(team.members.map(({ id }) => id));
  const ofTeam = standings.filter(({ personId }) => isMember.has(personId));
  const programs = [...new Map(ofTeam.map(({ programId, program }) => [programId, program]))];
  const standingOf = (personId: string, programId: string) =>
    ofTeam.find((one) => one.personId === personId && one.programId === programId)?.standing ?? "NONE";
  const certifiedIn = (id: string) => ofTeam.filter(({ programId, certified }) => programId === id && certified).length;
  return (
    <section>
      <h2>{team.name}</h2>
      {/* Wide tables are moved within their own frame, by keyboard too. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a frame that scrolls has to take the focus */}
      <section className="frame" aria-label={team.name} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.member}</th>
              {programs.map(([id, title]) => (
                <th key={id} scope="col">
                  {title}
                  <span className="small">{t.certifiedOf(certifiedIn(id), team.members.length)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {team.members.map((member) => (
              <tr key={member.id}>
                <th scope="row">{member.name}</th>
                {programs.map(([id]) => {
                  const standing = standingOf(member.id, id);
                  return (
                    <td key={id}>
                      <Mark tone={standingTones[standing]}>{t.standings[standing]}</Mark>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
