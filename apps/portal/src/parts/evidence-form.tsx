import type { RequirementKind } from "@kunna/client";
import { isRefusal, type UploadProgress } from "@kunna/client";
import { useKunnaMutation } from "@kunna/react";
import { type FormEvent, useId, useState } from "react";
import { useTexts } from "../texts/use-texts.tsx";
import { Outcome } from "./outcome.tsx";

interface Requirement {
  readonly key: string;
  readonly title: string;
  readonly kind: RequirementKind;
  readonly instructions: string;
  readonly prompts: readonly string[];
}

/** Puts an evidence forward for a requirement, or a returned one again (R3). */
export function EvidenceForm({
  enrolmentId,
  requirement,
  evidenceId,
  onSubmitted,
}: {
  readonly enrolmentId: string;
  readonly requirement: Requirement;
  readonly evidenceId: string | null;
  readonly onSubmitted: () => void;
}) {
  const { t } = useTexts();
  const hintId = useId();
  const [upload, setUpload] = useState<UploadProgress | null>(null);
  const { mutate, refusal, error, isPending } = useKunnaMutation(async (kunna, fields: FormData) => {
    const file = fields.get("file");
    const fileIds: string[] = [];
    if (file instanceof File && file.size > 0) {
      const uploaded = await kunna.evidence.upload(file, file.name, { onProgress: setUpload });
      setUpload(null);
      if (isRefusal(uploaded)) return uploaded;
      fileIds.push(uploaded.id);
    }
    const score = fields.get("score");
    const result = await kunna.evidence.submit({
      enrolmentId,
      ...(evidenceId ? { evidenceId } : {}),
      requirementKeys: [requirement.key],
      performedOn: String(fields.get("performedOn")),
      text: String(fields.get("text")),
      ...(score ? { score: Number(score) } : {}),
      fileIds,
    });
    if (!isRefusal(result)) onSubmitted();
    return result;
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    mutate(new FormData(event.currentTarget));
  };
  return (
    <form onSubmit={submit} aria-label={t.submitFor(requirement.title)}>
      <div id={hintId} className="small">
        <p>{requirement.instructions}</p>
        {requirement.prompts.length > 0 && (
          <ul>
            {requirement.prompts.map((prompt) => (
              <li key={prompt}>{prompt}</li>
            ))}
          </ul>
        )}
      </div>
      <label>
        {t.whatYouDid}
        <textarea name="text" required rows={6} aria-describedby={hintId} />
      </label>
      <label>
        {t.performedOn}
        <input name="performedOn" type="date" required defaultValue={new Date().toISOString().slice(0, 10)} />
      </label>
      {requirement.kind === "ASSESSMENT" && (
        <label>
          {t.score}
          <input name="score" type="number" min={0} max={100} required />
        </label>
      )}
      <label>
        {t.file}
        <input name="file" type="file" />
      </label>
      {upload && <progress value={upload.sent} max={upload.total} aria-label={t.uploading} />}
      <button type="submit" className="primary" disabled={isPending}>
        {t.submit}
      </button>
      <Outcome refusal={refusal} error={error} />
    </form>
  );
}
