import { useTexts } from "../texts/use-texts.tsx";

/** How much of something is complete, as a bar with its words. */
export function ShareBar({ share, label }: { readonly share: number; readonly label: string }) {
  const { t, percent } = useTexts();
  return (
    <div className="share">
      <progress value={share} max={1} aria-label={label} />
      <span className="small">{t.complete(percent(share))}</span>
    </div>
  );
}
