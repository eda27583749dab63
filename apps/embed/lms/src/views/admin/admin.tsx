import { useLiveRefresh } from "@kunna/react";
import { Route, Switch } from "wouter";
import { maySignIn } from "../../session.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import { Frame } from "../frame.tsx";
import { NotFound } from "../not-found.tsx";
import { Connection } from "./connection.tsx";
import { Connections } from "./connections.tsx";

/** What an administrator comes for: the organisation's LMSs, which of them may be used, and how each is. */
export function Admin({ signOut }: { readonly signOut: () => void }) {
  const { t } = useTexts();
  const leave = maySignIn && (
    <button type="button" className="quiet" onClick={signOut}>
      {t.signOut}
    </button>
  );
  return (
    <Frame pages={[{ path: "/", title: t.platforms }]} aside={leave}>
      <KeptTrue />
      <Switch>
        <Route path="/">
          <Connections />
        </Route>
        <Route path="/platforms/:id">{({ id }) => <Connection connectionId={id} />}</Route>
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
