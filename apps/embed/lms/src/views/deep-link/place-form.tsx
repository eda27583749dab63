import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Outcome } from "../../parts/outcome.tsx";
import { useTexts } from "../../texts/use-texts.tsx";
import { type Choice, choicesOf } from "./choices.ts";
import type { PickedProgram } from "./deep-link.tsx";
import { useAnswer } from "./use-answer.ts";

/** What of a program the activity opens, and how it stands in the course: its title, its place in the gradebook, and its last day. */
export function PlaceForm({ program, onBack }: { readonly program: PickedProgram; readonly onBack: () => void }) {
  const { t } = useTexts();
  const gradedHelp = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  // What was pressed is gone.
  useEffect(() => heading.current?.focus(), []);
  const choices = choicesOf(program, t);
  const [chosen, setChosen] = useState<Choice | undefined>(choices[0]);
  const [title, setTitle] = useState<string | null>(null);
  const { send, refusal, error, isPending, isSent } = useAnswer();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!chosen) return;
    const fields = new FormData(event.currentTarget);
    const due = String(fields.get("due"));
    send({
      target: chosen.target,
      title: String(fields.get("title")),
      graded: fields.has("graded"),
      dueAt: due ? new Date(due).toISOString() : null,
    });
  };
  return (
    <form onSubmit={submit} aria-label={t.pickTitle}>
      <div className="row">
        <strong>{program.title}</strong>
        <button type="button" onClick={onBack}>
          {t.pickAgain}
        </button>
      </div>
      <fieldset>
        <legend>
          <h2 ref={heading} tabIndex={-1}>
            {t.pickWhat}
          </h2>
        </legend>
        <div className="options">
          {choices.map((choice) => (
            <label key={choice.id} className={`choice level ${choice.target.kind === "EVIDENCE_TASK" ? "task" : ""}`}>
              <input type="radio" name="choice" checked={choice.id === chosen?.id} onChange={() => setChosen(choice)} />
              <span>
                <span className="row">
                  {choice.target.moduleKey === undefined ? choice.kind : choice.title}
                  {choice.target.moduleKey !== undefined && <span className="small kind">{choice.kind}</span>}
                </span>
                <span className="small level-words">{choice.text}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <h2>{t.pickHow}</h2>
      <label>
        {t.pickName}
        <input
          name="title"
          required
          maxLength={200}
          value={title ?? chosen?.title ?? ""}
          onChange={(event) => setTitle(event.target.value)}
        />
      </label>
      {chosen?.target.kind !== "CERTIFICATE_WALL" && (
        <div>
          <label className="switch">
            <input name="graded" type="checkbox" defaultChecked aria-describedby={gradedHelp} />
            {t.pickGraded}
          </label>
          <p id={gradedHelp} className="small">
            {t.pickGradedHelp}
          </p>
        </div>
      )}
      <label className="short">
        {t.pickDue}
        <input name="due" type="datetime-local" />
      </label>
      <Outcome refusal={refusal} error={error} />
      <div className="row">
        <button type="submit" className="primary" disabled={isPending || isSent}>
          {t.pickAdd}
        </button>
        <span role="status">{isSent && t.pickSending}</span>
      </div>
    </form>
  );
}
