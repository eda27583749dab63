import { useLiveRefresh } from "@kunna/react";
import { Route, Switch } from "wouter";
import { useTexts } from "../../texts/use-texts.tsx";
import { useSession } from "../../use-session.ts";
import { Frame } from "../frame.tsx";
import { NotFound } from "../not-found.tsx";
import { Certificates } from "./certificates.tsx";
import { Path } from "./path.tsx";
import { Start } from "./start.tsx";

/** What a learner comes for: their path, and their certificates. A review or an award appears by itself. */
export function Learner() {
  const { t } = useTexts();
  const { target } = useSession();
  const isWall = target?.kind === "CERTIFICATE_WALL";
  const path = { path: isWall ? "/path" : "/", title: t.myPath };
  const certificates = { path: isWall ? "/" : "/certificates", title: t.myCertificates };
  return (
    <Frame pages={isWall ? [certificates, path] : [path, certificates]}>
      <KeptTrue />
      <Switch>
        <Route path={path.path}>
          <Start />
        </Route>
        <Route path={certificates.path}>
          <Certificates />
        </Route>
        <Route path="/path/:id">{({ id }) => <Path enrolmentId={id} />}</Route>
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Frame>
  );
}

/** Asks again what is shown when something happens; says when it can't. */
function KeptTrue() {
  const { t } = useTexts();
  const { status } = useLiveRefresh();
  if (status !== "ended") return null;
  return (
    <p className="notice wait" role="status">
      {t.liveLost}
    </p>
  );
}
