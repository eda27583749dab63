import type { ConnectionFactsFragment } from "../../generated/operations.ts";
import { useDays } from "../../parts/use-days.ts";
import { useTexts } from "../../texts/use-texts.tsx";

/** When it was asked for, and by whose link. */
export function AskedFor({ connection }: { readonly connection: ConnectionFactsFragment }) {
  const { t } = useTexts();
  const { day } = useDays();
  return <p className="small">{t.askedFor(day(connection.createdAt), connection.createdBy.name)}</p>;
}
