import { ViewerDocument } from "@kunna/client";
import { useKunnaSuspenseQuery } from "@kunna/react";
import { Suspense } from "react";
import { Link, Route, Switch, useLocation } from "wouter";
import { Catalogue } from "./pages/catalogue.tsx";
import { Feed } from "./pages/feed.tsx";
import { Journey } from "./pages/journey.tsx";
import { Journeys } from "./pages/journeys.tsx";
import { Review } from "./pages/review.tsx";
import { Team } from "./pages/team.tsx";
import { FailureBoundary } from "./parts/failure.tsx";
import { LanguageSwitch } from "./parts/language-switch.tsx";
import { Page } from "./parts/page.tsx";
import { useTexts } from "./texts/use-texts.tsx";

/** What is around each page. */
export function Shell({ signOut }: { readonly signOut: () => void }) {
  const { t } = useTexts();
  const [location] = useLocation();
  return (
    <>
      {/* No link to an anchor: the address's hash names the page. */}
      <button type="button" className="skip" onClick={() => document.getElementById("content")?.focus()}>
        {t.skip}
      </button>
      <header>
        <div className="bar">
          <strong className="logo">Kunna</strong>
          <LanguageSwitch />
          <button type="button" className="quiet" onClick={signOut}>
            {t.signOut}
          </button>
        </div>
        <FailureBoundary>
          <Suspense fallback={<nav aria-label={t.menu} />}>
            <Pages location={location} />
          </Suspense>
        </FailureBoundary>
      </header>
      <main id="content" tabIndex={-1}>
        {/* Another page begins anew, also after a failure. */}
        <FailureBoundary key={location}>
          <Suspense fallback={<p className="loading">{t.loading}</p>}>
            <Switch>
              <Route path="/" component={Catalogue} />
              <Route path="/journeys" component={Journeys} />
              <Route path="/journeys/:id">{({ id }) => <Journey enrolmentId={id} />}</Route>
              <Route path="/review" component={Review} />
              <Route path="/team" component={Team} />
              <Route path="/feed" component={Feed} />
              <Route>
                <Page title={t.notFound}>{null}</Page>
              </Route>
            </Switch>
          </Suspense>
        </FailureBoundary>
      </main>
    </>
  );
}

/** Only what one's roles have a use for: what they may do, the server decides. */
function Pages({ location }: { readonly location: string }) {
  const { t } = useTexts();
  const { viewer, organisation } = useKunnaSuspenseQuery(ViewerDocument, {});
  const pages = [
    { path: "/", title: t.catalogue },
    { path: "/journeys", title: t.journeys },
    ...(viewer.roles.includes("REVIEWER") ? [{ path: "/review", title: t.review }] : []),
    ...(viewer.roles.includes("MANAGER") ? [{ path: "/team", title: t.team }] : []),
    { path: "/feed", title: t.feed },
  ];
  return (
    <>
      <p className="who">
        {viewer.name}, {organisation.name}
      </p>
      <nav aria-label={t.menu}>
        {pages.map(({ path, title }) => (
          <Link key={path} href={path} aria-current={isWithin(location, path) ? "page" : undefined}>
            {title}
          </Link>
        ))}
      </nav>
    </>
  );
}

function isWithin(location: string, path: string): boolean {
  return path === "/" ? location === "/" : location.startsWith(path);
}
