import { useKunnaMutation } from "@kunna/react";
import { ReadRosterDocument } from "../../generated/operations.ts";
import { Outcome } from "../../parts/outcome.tsx";
import { useTexts } from "../../texts/use-texts.tsx";

/** Asks the LMS who is in the course, also those who have not come yet. */
export function ReadRoster({ courseId, label }: { readonly courseId: string; readonly label?: string }) {
  const { t } = useTexts();
  const { mutate, data, refusal, error, isPending } = useKunnaMutation(
    async (kunna, id: string) => (await kunna.mutate(ReadRosterDocument, { courseId: id })).readLmsRoster,
  );
  return (
    <>
      <div className="row">
        <button type="button" disabled={isPending} onClick={() => mutate(courseId)}>
          {isPending ? t.readingRoster : (label ?? t.readRoster)}
        </button>
        <span role="status">{data && "members" in data && t.rosterRead(data.members, data.added, data.left)}</span>
      </div>
      <Outcome refusal={refusal} error={error} />
    </>
  );
}
