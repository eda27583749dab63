import { createKunnaClient, KunnaError } from "@kunna/client";
import { KunnaProvider } from "@kunna/react";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Router } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";
import { dropSession, keepSession, type LmsSession } from "./session.ts";
import { TextsProvider } from "./texts/use-texts.tsx";
import { SessionProvider } from "./use-session.ts";
import { NoSession, type NoSessionReason } from "./views/no-session.tsx";
import { Views } from "./views/views.tsx";

/** The pages, for whom was launched; when nobody was, how to come back. */
export function App({ session: given }: { readonly session: LmsSession | null }) {
  const [session, setSession] = useState(given);
  const [reason, setReason] = useState<NoSessionReason>("MISSING");
  const end = (why: NoSessionReason) => {
    dropSession();
    setReason(why);
    setSession(null);
  };
  const signIn = (next: LmsSession) => {
    keepSession(next);
    setSession(next);
  };
  return (
    <TextsProvider locale={session?.locale ?? document.documentElement.lang}>
      {session ? (
        <Launched key={session.token} session={session} onEnd={end} />
      ) : (
        <NoSession reason={reason} onSignIn={signIn} />
      )}
    </TextsProvider>
  );
}

/** The longest that a timer can wait, in milliseconds. */
const longest = 2 ** 31 - 1;

function Launched({
  session,
  onEnd,
}: {
  readonly session: LmsSession;
  readonly onEnd: (reason: NoSessionReason) => void;
}) {
  const [kunna] = useState(() => createKunnaClient({ url: session.apiUrl, token: session.token }));
  const [cache] = useState(() => {
    const onError = (error: Error) => {
      if (error instanceof KunnaError && error.code === "UNAUTHENTICATED") onEnd("ENDED");
    };
    return new QueryClient({ queryCache: new QueryCache({ onError }) });
  });
  useEffect(() => {
    const left = Date.parse(session.expiresAt) - Date.now();
    if (left > longest) return;
    const timer = setTimeout(() => onEnd("ENDED"), left);
    return () => clearTimeout(timer);
  });
  return (
    <SessionProvider value={session}>
      <QueryClientProvider client={cache}>
        <KunnaProvider client={kunna}>
          <Router hook={useHashLocation}>
            <Views signOut={() => onEnd("SIGNED_OUT")} />
          </Router>
        </KunnaProvider>
      </QueryClientProvider>
    </SessionProvider>
  );
}
