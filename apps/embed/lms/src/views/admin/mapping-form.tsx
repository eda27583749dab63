import { isRefusal } from "@kunna/client";
import { useKunnaMutation, useKunnaPages } from "@kunna/react";
import { type FormEvent, useId, useRef, useState } from "react";
import { MapActivityDocument, PickProgramsDocument } from "../../generated/operations.ts";
import { Outcome } from "../../parts/outcome.tsx";
import { useTexts } from "../../texts/use-texts.tsx";
import type { ConnectionNode } from "./connection.tsx";

/** The kinds that an LMS can say are met (R3). */
const kindsByLms: ReadonlySet<string> = new Set(["LMS_ACTIVITY", "ASSESSMENT"]);

/** Says for which requirement an activity counts: from now on, and for what was told before. */
export function MappingForm({ connection }: { readonly connection: ConnectionNode }) {
  const { t } = useTexts();
  const activityHelp = useId();
  const form = useRef<HTMLFormElement>(null);
  const [programId, setProgramId] = useState("");
  const programs = useKunnaPages(PickProgramsDocument, { first: 100 }, (data) => data.programs);
  const requirements = (
    programs.nodes.find(({ id }) => id === programId)?.publishedVersion?.modules.flatMap((one) => one.requirements) ??
    []
  ).filter(({ kind }) => kindsByLms.has(kind));
  const { mutate, refusal, error, isPending } = useKunnaMutation(async (kunna, fields: FormData) => {
    const input = {
      connectionId: connection.id,
      courseId: String(fields.get("course")),
      activityId: String(fields.get("activity")).trim() || null,
      programId,
      requirementKey: String(fields.get("requirement")),
    };
    const result = (await kunna.mutate(MapActivityDocument, { input })).mapLmsActivity;
    if (!isRefusal(result)) form.current?.reset();
    return result;
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    mutate(new FormData(event.currentTarget));
  };
  return (
    <form ref={form} className="card" onSubmit={submit} aria-label={t.newMapping} onReset={() => setProgramId("")}>
      <h3>{t.newMapping}</h3>
      <label>
        {t.course}
        <input name="course" required list="courses" autoComplete="off" />
      </label>
      <datalist id="courses">
        {connection.courses.nodes.map(({ id, title, externalId }) => (
          <option key={id} value={externalId}>
            {title}
          </option>
        ))}
      </datalist>
      <label>
        {t.activityId}
        <input name="activity" autoComplete="off" aria-describedby={activityHelp} />
      </label>
      <p id={activityHelp} className="small">
        {t.activityIdHelp}
      </p>
      <label>
        {t.program}
        <select required value={programId} onChange={(event) => setProgramId(event.target.value)}>
          <option value="">{t.choose}</option>
          {programs.nodes.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t.requirement}
        <select name="requirement" required disabled={requirements.length === 0}>
          <option value="">{programId && requirements.length === 0 ? t.noRequirementByLms : t.choose}</option>
          {requirements.map(({ key, title, kind }) => (
            <option key={key} value={key}>
              {title} ({t.requirementKinds[kind]})
            </option>
          ))}
        </select>
      </label>
      <Outcome refusal={refusal} error={error} />
      <button type="submit" className="primary" disabled={isPending}>
        {t.map}
      </button>
    </form>
  );
}
