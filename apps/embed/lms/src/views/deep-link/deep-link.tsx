import { useState } from "react";
import type { PickProgramsQuery } from "../../generated/operations.ts";
import { Page } from "../../parts/page.tsx";
import { useTexts } from "../../texts/use-texts.tsx";
import { Frame } from "../frame.tsx";
import { PlaceForm } from "./place-form.tsx";
import { ProgramPicker } from "./program-picker.tsx";

export type PickedProgram = PickProgramsQuery["programs"]["nodes"][number];

/** What a new activity in a course opens: an instructor picks it, and the LMS is told (Deep Linking 2.0). */
export function DeepLink() {
  const { t } = useTexts();
  const [program, setProgram] = useState<PickedProgram | null>(null);
  return (
    <Frame pages={[{ path: "/", title: t.pickTitle }]}>
      <Page title={t.pickTitle}>
        {program ? (
          <PlaceForm key={program.id} program={program} onBack={() => setProgram(null)} />
        ) : (
          <ProgramPicker onPick={setProgram} />
        )}
      </Page>
    </Frame>
  );
}
