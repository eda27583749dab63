import { JourneyDocument, type JourneyQuery } from "@kunna/client";
import { useKunnaSuspenseQuery, useLiveRefresh } from "@kunna/react";
import { useRef, useState } from "react";
import { MyEvidenceDocument } from "../generated/operations.ts";
import { EvidenceForm } from "../parts/evidence-form.tsx";
import { type Evidence, EvidenceList } from "../parts/evidence-list.tsx";
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
        <PutForward enrolmentId={enrolmentId} />
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
  const evidence = useEvidence(journey.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const { nextSteps } = journey.progress;
  const close = (submitted: boolean) => {
    setChosen(null);
    setIsSubmitted(submitted);
    // The form is gone, and with it the focus that was in it.
    heading.current?.focus();
  };
  return (
    <section>
      <h2 ref={heading} tabIndex={-1}>
        {t.nextSteps}
      </h2>
      <div role="status">{isSubmitted && <p className="notice good">{t.submitted}</p>}</div>
      {nextSteps.length === 0 && <p>{t.nothingNext}</p>}
      <ul className="steps">
        {nextSteps.map((step) => {
          const key = `${step.kind} ${step.moduleKey} ${step.requirementKey}`;
          return (
            <Step
              key={key}
              journey={journey}
              step={step}
              earlier={evidence.find(({ id }) => id === step.evidenceId) ?? null}
              isOpen={chosen === key}
              onOpen={() => {
                setChosen(key);
                setIsSubmitted(false);
              }}
              onClose={close}
            />
          );
        })}
      </ul>
    </section>
  );
}

type NextStep = JourneyFacts["progress"]["nextSteps"][number];
/** The steps that are the learner's: the others are waiting. */
const own: ReadonlySet<NextStep["kind"]> = new Set(["SUBMIT_EVIDENCE", "FINISH_DRAFT", "REVISE_EVIDENCE", "SHOW_MORE"]);

function Step({
  journey,
  step,
  earlier,
  isOpen,
  onOpen,
  onClose,
}: {
  readonly journey: JourneyFacts;
  readonly step: NextStep;
  readonly earlier: Evidence | null;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onClose: (submitted: boolean) => void;
}) {
  const { t } = useTexts();
  const { modules } = journey.version;
  const all = modules.flatMap(({ requirements }) => requirements);
  const named = all.find(({ key }) => key === step.requirementKey);
  // After a declined award, for any of them (R5).
  const requirements = named ? [named] : step.kind === "SHOW_MORE" ? all : [];
  const title = named?.title ?? modules.find((module) => module.key === step.moduleKey)?.title ?? journey.program.title;
  // What others saw is theirs to put forward.
  const isObserved = named?.kind === "OBSERVATION";
  const isMine = own.has(step.kind) && !isObserved && requirements.length > 0;
  return (
    <li className="card">
      <h3>{title}</h3>
      <p>
        {isObserved && own.has(step.kind) ? t.observation : t.steps[step.kind]}
        {named && ` · ${t.requirementKinds[named.kind]}`}
      </p>
      {isMine && !isOpen && (
        <button type="button" aria-label={`${t.steps[step.kind]}: ${title}`} onClick={onOpen}>
          {t.steps[step.kind]}
        </button>
      )}
      {isMine && isOpen && (
        <EvidenceForm enrolmentId={journey.id} requirements={requirements} earlier={earlier} onClose={onClose} />
      )}
    </li>
  );
}

function PutForward({ enrolmentId }: { readonly enrolmentId: string }) {
  return <EvidenceList evidence={useEvidence(enrolmentId)} />;
}

function useEvidence(enrolmentId: string): readonly Evidence[] {
  const { node } = useKunnaSuspenseQuery(MyEvidenceDocument, { enrolmentId });
  return node && "evidence" in node ? node.evidence.nodes : [];
}
