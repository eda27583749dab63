import { useKunnaMutation } from "@kunna/react";
import { MakeRegistrationLinkDocument } from "../../generated/operations.ts";
import { CopyField } from "../../parts/copy-field.tsx";
import { Outcome } from "../../parts/outcome.tsx";
import { useDays } from "../../parts/use-days.ts";
import { useTexts } from "../../texts/use-texts.tsx";

/** How an LMS is connected: by one address, that its administrator pastes. It is told once. */
export function Connect() {
  const { t } = useTexts();
  const { time } = useDays();
  const { mutate, data, refusal, error, isPending } = useKunnaMutation(
    async (kunna, _: null) => (await kunna.mutate(MakeRegistrationLinkDocument, {})).createLtiRegistrationLink,
  );
  return (
    <section>
      <h2>{t.connect}</h2>
      <p className="soft">{t.connectText}</p>
      {data && "url" in data && (
        <div className="card">
          <CopyField label={t.registrationLink} text={data.url} />
          <p className="small">{t.registrationLinkUntil(time(data.expiresAt))}</p>
        </div>
      )}
      <Outcome refusal={refusal} error={error} />
      <p>
        <button type="button" disabled={isPending} onClick={() => mutate(null)}>
          {t.makeRegistrationLink}
        </button>
      </p>
    </section>
  );
}
