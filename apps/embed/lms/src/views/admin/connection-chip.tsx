import type { ConnectionFactsFragment } from "../../generated/operations.ts";
import { Chip, type Tone } from "../../parts/chip.tsx";
import { useTexts } from "../../texts/use-texts.tsx";

const tones: Readonly<Record<ConnectionFactsFragment["status"], Tone>> = {
  PENDING: "wait",
  ACTIVE: "good",
  PAUSED: "wait",
  REFUSED: "calm",
  RETIRED: "calm",
};

/** Whether a connection is in use, and if so, whether it goes. */
export function ConnectionChip({ connection: { status, health } }: { readonly connection: ConnectionFactsFragment }) {
  const { t } = useTexts();
  if (status === "ACTIVE" && !health.ok) return <Chip tone="bad">{t.failing}</Chip>;
  return <Chip tone={tones[status]}>{t.connectionStates[status]}</Chip>;
}
