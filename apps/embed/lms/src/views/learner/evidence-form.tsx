import { isRefusal } from "@kunna/client";
import { useKunnaMutation } from "@kunna/react";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { FilePicker } from "../../parts/file-picker.tsx";
import { Outcome } from "../../parts/outcome.tsx";
import { useDays } from "../../parts/use-days.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import type { Evidence, Requirement } from "./journey.ts";

interface EvidenceFormProps {
  readonly enrolmentId: string;
  /** One, or several to choose from. */
  readonly requirements: readonly Requirement[];
  /** A draft, or what was returned: a new revision begins with what it has (R3). */
  readonly earlier: Evidence | null;
  readonly onClose: (submitted: boolean) => void;
}

/** Hands an evidence in: in words, with files as the phone takes them. */
export function EvidenceForm({ enrolmentId, requirements, earlier, onClose }: EvidenceFormProps) {
  const { t } = useTexts();
  const { today } = useDays();
  const hintId = useId();
  const [chosen, setChosen] = useState(requirements[0]?.key ?? "");
  const before = earlier?.latestRevision;
  const [kept, setKept] = useState(before?.files ?? []);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [sending, setSending] = useState<{ readonly name: string; readonly share: number } | null>(null);
  const uploaded = useRef(new Map<File, string>());
  const first = useRef<HTMLTextAreaElement>(null);
  useEffect(() => first.current?.focus(), []);
  const requirement = requirements.find(({ key }) => key === chosen);
  const { mutate, refusal, error, isPending } = useKunnaMutation(async (kunna, fields: FormData) => {
    for (const file of files) {
      // A form that is sent again sends each file but once.
      if (uploaded.current.has(file)) continue;
      const onProgress = ({ sent, total }: { readonly sent: number; readonly total: number }) =>
        setSending({ name: file.name, share: total > 0 ? sent / total : 0 });
      const answer = await kunna.evidence.upload(file, file.name, { onProgress }).finally(() => setSending(null));
      if (isRefusal(answer)) return answer;
      uploaded.current.set(file, answer.id);
    }
    const score = fields.get("score");
    const link = String(fields.get("link") ?? "").trim();
    const result = await kunna.evidence.submit({
      enrolmentId,
      ...(earlier ? { evidenceId: earlier.id } : {}),
      requirementKeys: [...new Set([chosen, ...(earlier?.requirements.map(({ key }) => key) ?? [])])],
      performedOn: String(fields.get("performedOn")),
      text: String(fields.get("text")),
      ...(score ? { score: Number(score) } : {}),
      links: [...new Set([...(before?.links.slice(1) ?? []), ...(link ? [link] : [])])],
      fileIds: [...kept.map(({ id }) => id), ...files.flatMap((file) => uploaded.current.get(file) ?? [])],
    });
    if (!isRefusal(result)) onClose(true);
    return result;
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    mutate(new FormData(event.currentTarget));
  };
  return (
    <form onSubmit={submit} aria-label={t.evidenceFor(requirement?.title ?? "")}>
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
      <div id={hintId}>
        <p className="said">{requirement?.instructions}</p>
        {requirement && requirement.prompts.length > 0 && (
          <ul className="bullets">
            {requirement.prompts.map((prompt) => (
              <li key={prompt}>{prompt}</li>
            ))}
          </ul>
        )}
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
      <label className="short">
        {t.performedOn}
        <input name="performedOn" type="date" required max={today()} defaultValue={before?.performedOn ?? today()} />
      </label>
      {requirement?.kind === "ASSESSMENT" && (
        <label className="short">
          {t.score}
          <input
            name="score"
            type="number"
            inputMode="numeric"
            min={0}
            max={100}
            required
            defaultValue={before?.score ?? undefined}
          />
        </label>
      )}
      <FilePicker kept={kept} onKept={setKept} files={files} onFiles={setFiles} sending={sending} />
      <label>
        {t.link}
        <input
          name="link"
          type="url"
          pattern="https?://.*"
          placeholder="https://"
          defaultValue={before?.links[0] ?? ""}
        />
      </label>
      <Outcome refusal={refusal} error={error} />
      <div className="row">
        <button type="submit" className="primary" disabled={isPending}>
          {t.submit}
        </button>
        <button type="button" disabled={isPending} onClick={() => onClose(false)}>
          {t.cancel}
        </button>
      </div>
    </form>
  );
}
