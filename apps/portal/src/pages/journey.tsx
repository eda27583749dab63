import { JourneyDocument, type JourneyQuery } from "@kunna/client";
import { useKunnaSuspenseQuery, useLiveRefresh } from "@kunna/react";
import { useState } from "react";
import { MyEvidenceDocument } from "../generated/operations.ts";
import { EvidenceForm } from "../parts/evidence-form.tsx";
import { EvidenceList } from "../parts/evidence-list.tsx";
import { Page } from "../parts/page.tsx";
import { Path } from "../parts/path.tsx";
import { useTexts } from "../texts/use-texts.tsx";

type JourneyNode = JourneyQuery["node"];
/** An enrolment as the client gives it. */
export type JourneyFacts = Extract<NonNullable<JourneyNode>, { readonly progress: object }>;

/** `node` is of any type: what is no enrolment has nothing of one. */
const isJourney = (node: JourneyNode): node is JourneyFacts => node !== null && "progress" in node;

/** One enrolment: the path as far as it has grown, what comes next, and what was put forward. Kept true by the feed. */
export function Journey({ enrolmentId }: { readonly enrolmentId: string }) {
  const { t } = useTexts();
  useLiveRefresh({ enrolmentId });
  const { node } = useKunnaSuspenseQuery(JourneyDocument, { enrolmentId });
  if (!isJourney(node)) return <Page title={t.notFound}>{null}</Page>;
  return (
    <Page title={node.program.title}>
      <Certificate journey={node} />
      <NextSteps journey={node} />
      <Path journey={node} />
      <section>
        <h2>{t.evidence}</h2>
        <Evidence enrolmentId={enrolmentId} />
      </section>
    </Page>
  );
}

function Certificate({ journey: { certificate } }: { readonly journey: JourneyFacts }) {
  const { t } = useTexts();
  if (!certificate) return null;
  return (
    <p className="notice good">
      {t.certificates}: <a href={certificate.url}>{certificate.number}</a>
    </p>
  );
}

function NextSteps({ journey }: { readonly journey: JourneyFacts }) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState<string | null>(null);
  const { modules } = journey.version;
  const requirements = modules.flatMap(({ requirements }) => requirements);
  const { nextSteps } = journey.progress;
  return (
    <section>
      <h2>{t.nextSteps}</h2>
      {nextSteps.length === 0 && <p>{t.nothingNext}</p>}
      <ul className="steps">
        {nextSteps.map((step) => {
          const requirement = requirements.find(({ key }) => key === step.requirementKey);
          const key = `${step.kind} ${step.moduleKey} ${step.requirementKey}`;
          const isToShow = requirement && (step.kind === "SUBMIT_EVIDENCE" || step.kind === "REVISE_EVIDENCE");
          return (
            <li key={key} className="card">
              <h3>{requirement?.title ?? modules.find((module) => module.key === step.moduleKey)?.title}</h3>
              <p>
                {t.steps[step.kind]}
                {requirement && ` · ${t.requirementKinds[requirement.kind]}`}
              </p>
              {isToShow && chosen !== key && (
                <button
                  type="button"
                  aria-label={`${t.steps[step.kind]}: ${requirement.title}`}
                  onClick={() => setChosen(key)}
                >
                  {t.steps[step.kind]}
                </button>
              )}
              {isToShow && chosen === key && (
                <EvidenceForm
                  enrolmentId={journey.id}
                  requirement={requirement}
                  evidenceId={step.evidenceId ?? null}
                  onSubmitted={() => setChosen(null)}
                />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Evidence({ enrolmentId }: { readonly enrolmentId: string }) {
  const { node } = useKunnaSuspenseQuery(MyEvidenceDocument, { enrolmentId });
  return <EvidenceList evidence={node && "evidence" in node ? node.evidence.nodes : []} />;
}
