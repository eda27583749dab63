import { Link } from "wouter";
import { Page } from "../parts/page.tsx";
import { useTexts } from "../texts/use-texts.tsx";

/** An address within the pages that leads nowhere. */
export function NotFound() {
  const { t } = useTexts();
  return (
    <Page title={t.notFound}>
      <p>{t.notFoundText}</p>
      <p>
        <Link href="/">{t.toBeginning}</Link>
      </p>
    </Page>
  );
}
