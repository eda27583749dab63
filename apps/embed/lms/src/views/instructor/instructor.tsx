import { useKunnaSuspenseQuery, useLiveRefresh } from "@kunna/react";
import { Suspense } from "react";
import { Route, Switch } from "wouter";
import { SessionRolesDocument } from "../../generated/operations.ts";
import { FailureBoundary } from "../../parts/failure.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useTexts } from "../../texts/use-texts.tsx";
import { Frame } from "../frame.tsx";
import { NotFound } from "../not-found.tsx";
import { Review } from "../reviewer/reviewer.tsx";
import { Roster } from "./roster.tsx";

/** What a course's teacher comes for: how far its members are, and, where the platform's teachers review, their queue. */
export function Instructor() {
  return (
    <FailureBoundary>
      <Suspense fallback={<Skeleton />}>
        <Pages />
      </Suspense>
    </FailureBoundary>
  );
}

function Pages() {
  const { t } = useTexts();
  const roles = useKunnaSuspenseQuery(SessionRolesDocument, {}).lmsSession?.roles ?? [];
  const mayReview = roles.includes("REVIEWER");
  const review = { path: "/review", title: t.review };
  return (
    <Frame pages={[{ path: "/", title: t.roster }, ...(mayReview ? [review] : [])]}>
      <Switch>
        <Route path="/">
          <KeptTrue />
          <Roster />
        </Route>
        {mayReview && (
          <Route path={review.path}>
            <Review />
          </Route>
        )}
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Frame>
  );
}

function KeptTrue() {
  useLiveRefresh();
  return null;
}
