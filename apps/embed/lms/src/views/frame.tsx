import { ViewerDocument } from "@kunna/client";
import { useKunnaSuspenseQuery } from "@kunna/react";
import { type ReactNode, Suspense } from "react";
import { Link, useLocation } from "wouter";
import { FailureBoundary } from "../parts/failure.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { useSession } from "../use-session.ts";

interface FramePage {
  readonly path: string;
  readonly title: string;
}

/** What is around each page: little, since the LMS has its own around that. */
export function Frame({
  pages,
  aside,
  children,
}: {
  readonly pages: readonly FramePage[];
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  const { t } = useTexts();
  const [location] = useLocation();
  return (
    <>
      {/* No link to an anchor: the address's hash names the page. */}
      <button type="button" className="skip" onClick={() => document.getElementById("content")?.focus()}>
        {t.skip}
      </button>
      <header className="top">
        {pages.length > 1 && (
          <nav aria-label={t.menu}>
            {pages.map(({ path, title }) => (
              <Link key={path} href={path} aria-current={isWithin(location, path) ? "page" : undefined}>
                {title}
              </Link>
            ))}
          </nav>
        )}
        <div className="who">
          <FailureBoundary>
            <Suspense fallback={null}>
              <Who />
            </Suspense>
          </FailureBoundary>
          {aside}
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {/* Another page begins anew, also after a failure. */}
        <FailureBoundary key={location}>
          <Suspense fallback={<Skeleton />}>{children}</Suspense>
        </FailureBoundary>
      </main>
    </>
  );
}

function Who() {
  const { viewer, organisation } = useKunnaSuspenseQuery(ViewerDocument, {});
  const { context } = useSession();
  return (
    <p className="small">
      {viewer.name} · {context?.title ?? organisation.name}
    </p>
  );
}

const isWithin = (location: string, path: string) =>
  path === "/" ? location === "/" : location === path || location.startsWith(`${path}/`);
