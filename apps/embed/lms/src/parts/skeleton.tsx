import { useTexts } from "../texts/use-texts.tsx";

/** What stands in for a page that is awaited: about as high as it, so that little moves when it comes. */
export function Skeleton({ cards = 3 }: { readonly cards?: number }) {
  const { t } = useTexts();
  return (
    <div className="skeleton" role="status">
      <span className="unseen">{t.loading}</span>
      <div className="bone title" />
      {Array.from({ length: cards }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <div key={index} className="bone block" />
      ))}
    </div>
  );
}
