import { useRef, useState } from "react";
import { Chip } from "../../parts/chip.tsx";
import { Empty } from "../../parts/empty.tsx";
import { useTexts } from "../../texts/use-texts.tsx";
import { EvidenceForm } from "./evidence-form.tsx";
import { Feedback } from "./feedback.tsx";
import type { Evidence, Journey, NextStep, PartOfPath, Requirement } from "./journey.ts";

/** What the learner can do now, and what they wait for. */
export function NextSteps({
  journey,
  evidence,
  of,
}: {
  readonly journey: Journey;
  readonly evidence: readonly Evidence[];
  readonly of: PartOfPath;
}) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState<string | null>(null);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const steps = journey.progress.nextSteps.filter(
    ({ moduleKey, requirementKey }) =>
      (of.moduleKey === undefined || moduleKey === of.moduleKey) &&
      (of.requirementKey === undefined || requirementKey === of.requirementKey),
  );
  const open = (key: string) => {
    setChosen(key);
    setIsSubmitted(false);
  };
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
      {steps.length === 0 && (
        <Empty title={t.nothingNext}>{journey.progress.complete ? t.nothingNextDone : t.nothingNextWait}</Empty>
      )}
      <ul className="steps">
        {steps.map((step) => {
          const key = `${step.kind} ${step.moduleKey} ${step.requirementKey}`;
          return (
            <Step
              key={key}
              journey={journey}
              step={step}
              earlier={evidence.find(({ id }) => id === step.evidenceId) ?? null}
              isOpen={chosen === key}
              onOpen={() => open(key)}
              onClose={close}
            />
          );
        })}
      </ul>
    </section>
  );
}

/** The steps that are the learner's own: the others are waiting. */
const own: ReadonlySet<NextStep["kind"]> = new Set(["SUBMIT_EVIDENCE", "FINISH_DRAFT", "REVISE_EVIDENCE", "SHOW_MORE"]);

interface StepProps {
  readonly journey: Journey;
  readonly step: NextStep;
  readonly earlier: Evidence | null;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onClose: (submitted: boolean) => void;
}

function Step({ journey, step, earlier, isOpen, onOpen, onClose }: StepProps) {
  const { t } = useTexts();
  const { title, named, requirements } = subjectOf(journey, step);
  const isOwn = own.has(step.kind);
  const elsewhere = isOwn && named ? doneElsewhere(named, t) : null;
  const canHandIn = isOwn && elsewhere === null && requirements.length > 0;
  return (
    <li className={`card step ${isOwn ? "own" : ""}`}>
      <div className="step-head">
        <div>
          <h3>{title}</h3>
          {named && <p className="small">{t.requirementKinds[named.kind]}</p>}
        </div>
        {canHandIn && step.kind === "SUBMIT_EVIDENCE" ? null : (
          <Chip tone={isOwn ? "wait" : "calm"}>
            {isOwn && earlier ? t.evidenceStates[earlier.status] : t.steps[step.kind]}
          </Chip>
        )}
      </div>
      {elsewhere && <p>{elsewhere}</p>}
      {step.kind === "REVISE_EVIDENCE" && earlier && <Feedback evidence={earlier} />}
      {canHandIn && !isOpen && (
        <button type="button" className="primary" aria-label={`${t.steps[step.kind]}: ${title}`} onClick={onOpen}>
          {t.steps[step.kind]}
        </button>
      )}
      {canHandIn && isOpen && (
        <EvidenceForm enrolmentId={journey.id} requirements={requirements} earlier={earlier} onClose={onClose} />
      )}
    </li>
  );
}

/** What is done somewhere else, and counts here by itself; null: it is handed in here. */
function doneElsewhere({ kind }: Requirement, t: ReturnType<typeof useTexts>["t"]): string | null {
  if (kind === "OBSERVATION") return t.observation;
  if (kind === "LMS_ACTIVITY") return t.lmsActivity;
  return null;
}

/** What a step is about, and for which requirements evidence for it may be. */
function subjectOf({ version, program }: Journey, { kind, moduleKey, requirementKey }: NextStep) {
  const all = version.modules.flatMap(({ requirements }) => requirements);
  const named = all.find(({ key }) => key === requirementKey);
  const title = named?.title ?? version.modules.find(({ key }) => key === moduleKey)?.title ?? program.title;
  // After a declined award, for any of them (R5).
  const requirements = named ? [named] : kind === "SHOW_MORE" ? all : [];
  return { title, named, requirements };
}
