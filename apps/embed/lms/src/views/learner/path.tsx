import { useState } from "react";
import { Link } from "wouter";
import { Chip } from "../../parts/chip.tsx";
import { Page } from "../../parts/page.tsx";
import { ShareBar } from "../../parts/share-bar.tsx";
import { standingTones } from "../../parts/tones.ts";
import { useDays } from "../../parts/use-days.ts";
import type { LmsTarget } from "../../session.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import { NotFound } from "../not-found.tsx";
import { EvidenceList } from "./evidence-list.tsx";
import { type Journey, type PartOfPath, useJourney, type Work } from "./journey.ts";
import { Modules } from "./modules.tsx";
import { NextSteps } from "./next-steps.tsx";

/**
 * One enrolment: what comes next, the path, and what was handed in.
 * @param target when the activity in the LMS is of one module or one requirement, that alone, until one asks for all
 */
export function Path({ enrolmentId, target }: { readonly enrolmentId: string; readonly target?: LmsTarget }) {
  const { t } = useTexts();
  const found = useJourney(enrolmentId);
  const [isWhole, setIsWhole] = useState(target?.moduleKey === undefined && target?.requirementKey === undefined);
  if (!found) return <NotFound />;
  const { journey, work } = found;
  const of = isWhole ? {} : { moduleKey: target?.moduleKey, requirementKey: target?.requirementKey };
  return (
    <Page {...titleOf(journey, of)}>
      <Overview journey={journey} work={work} />
      <NextSteps journey={journey} evidence={work.evidence.nodes} of={of} />
      <Modules journey={journey} of={of} />
      {!isWhole && (
        <p>
          <button type="button" onClick={() => setIsWhole(true)}>
            {t.wholePath}
          </button>
        </p>
      )}
      <EvidenceList evidence={work.evidence.nodes} of={of} />
    </Page>
  );
}

function titleOf({ version, program }: Journey, { moduleKey, requirementKey }: PartOfPath) {
  const module = version.modules.find(({ key, requirements }) =>
    moduleKey === undefined ? requirements.some((one) => one.key === requirementKey) : key === moduleKey,
  );
  const requirement = module?.requirements.find(({ key }) => key === requirementKey);
  const title = requirement?.title ?? module?.title;
  return title === undefined ? { title: program.title } : { title, above: program.title };
}

function Overview({ journey, work }: { readonly journey: Journey; readonly work: Work }) {
  const { t } = useTexts();
  const { day } = useDays();
  const { standing } = work.certification;
  return (
    <div className="overview">
      <ShareBar share={journey.progress.share} label={journey.program.title} />
      <p className="row">
        <Chip tone={standingTones[standing]}>{t.standings[standing]}</Chip>
        {work.dueAt && journey.status === "ACTIVE" && (
          <span className="small">{work.overdue ? t.overdue(day(work.dueAt)) : t.dueBy(day(work.dueAt))}</span>
        )}
        {journey.certificate && <Link href="/certificates">{t.myCertificates}</Link>}
      </p>
    </div>
  );
}
