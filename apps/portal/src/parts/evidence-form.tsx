import { isRefusal, type RequirementKind, type UploadProgress } from "@kunna/client";
import { useKunnaMutation } from "@kunna/react";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useTexts } from "../texts/use-texts.tsx";
import type { Evidence } from "./evidence-list.tsx";
import { Outcome } from "./outcome.tsx";
import { useDays } from "./use-days.ts";

interface Requirement {
  readonly key: string;
  readonly title: string;
  readonly kind: RequirementKind;
  readonly instructions: string;
  readonly prompts: readonly string[];
}

/**
 * Puts an evidence forward for a requirement, one of several to choose from, or an earlier one again: a draft, or what was
 * returned (R3). A revision is whole, so what the earlier one has comes along.
 */
export function EvidenceForm({
  enrolmentId,
  requirements,
  earlier,
  onClose,
}: {
  readonly enrolmentId: string;
  readonly requirements: readonly Requirement[];
  readonly earlier: Evidence | null;
  readonly onClose: (submitted: boolean) => void;
}) {
  const { t } = useTexts();
  const { today } = useDays();
  const hintId = useId();
  const [chosen, setChosen] = useState(requirements[0]?.key ?? "");
  const [upload, setUpload] = useState<UploadProgress | null>(null);
  const uploaded = useRef<{ readonly file: File; readonly id: string }>(null);
  const first = useRef<HTMLTextAreaElement>(null);
  useEffect(() => first.current?.focus(), []);
  const requirement = requirements.find(({ key }) => key === chosen);
  const before = earlier?.latestRevision;
  const { mutate, refusal, error, isPending } = useKunnaMutation(async (kunna, fields: FormData) => {
    const file = fields.get("file");
    if (file instanceof File && file.size > 0 && uploaded.current?.file !== file) {
      const answer = await kunna.evidence
        .upload(file, file.name, { onProgress: setUpload })
        .finally(() => setUpload(null));
      if (isRefusal(answer)) return answer;
      // A form that is sent again sends its file but once.
      uploaded.current = { file, id: answer.id };
    }
    const score = fields.get("score");
    const result = await kunna.evidence.submit({
      enrolmentId,
      ...(earlier ? { evidenceId: earlier.id } : {}),
      requirementKeys: [...new Set([chosen, ...(earlier?.requirements.map(({ key }) => key) ?? [])])],
      performedOn: String(fields.get("performedOn")),
      text: String(fields.get("text")),
      ...(score ? { score: Number(score) } : {}),
      links: before?.links ?? [],
      fileIds: [...(before?.files.map(({ id }) => id) ?? []), ...(uploaded.current ? [uploaded.current.id] : [])],
    });
    if (!isRefusal(result)) onClose(true);
    return result;
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    mutate(new FormData(event.currentTarget));
  };
  return (
    <form onSubmit={submit} aria-label={t.submitFor(requirement?.title ?? "")}>
      {requirements.length > 1 && (
        <label>
          {t.ofRequirement}
          <select value={chosen} onChange={(event) => setChosen(event.target.value)}>
            {requirements.map(({ key, title }) => (
              <option key={key} value={key}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
      <div id={hintId} className="small">
        <p>{requirement?.instructions}</p>
        <ul>
          {requirement?.prompts.map((prompt) => (
            <li key={prompt}>{prompt}</li>
          ))}
        </ul>
      </div>
      <label>
        {t.whatYouDid}
        <textarea
          ref={first}
          name="text"
          required
          rows={6}
          aria-describedby={hintId}
          defaultValue={before?.text ?? ""}
        />
      </label>
      <label>
        {t.performedOn}
        <input name="performedOn" type="date" required defaultValue={before?.performedOn ?? today()} />
      </label>
      {requirement?.kind === "ASSESSMENT" && (
        <label>
          {t.score}
          <input name="score" type="number" min={0} max={100} required defaultValue={before?.score ?? undefined} />
        </label>
      )}
      {before && before.files.length > 0 && (
        <p className="small">
          {t.filesKept} {before.files.map(({ name }) => name).join(", ")}
        </p>
      )}
      <label>
        {t.file}
        <input name="file" type="file" />
      </label>
      {upload && <progress value={upload.sent} max={upload.total} aria-label={t.uploading} />}
      <div className="row">
        <button type="submit" className="primary" disabled={isPending}>
          {t.submit}
        </button>
        <button type="button" onClick={() => onClose(false)}>
          {t.cancel}
        </button>
      </div>
      <Outcome refusal={refusal} error={error} />
    </form>
  );
}
