import { createKunnaClient, KunnaError } from "@kunna/client";
import { KunnaProvider } from "@kunna/react";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { Router } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";
import { type Session, storedSession, storeSession } from "./session.ts";
import { Shell } from "./shell.tsx";
import { SignIn } from "./sign-in.tsx";
import { TextsProvider } from "./texts/use-texts.tsx";

export function App() {
  const [session, setSession] = useState(storedSession);
  const [isExpired, setIsExpired] = useState(false);
  const change = (next: Session | null, expired = false) => {
    storeSession(next);
    setIsExpired(expired);
    setSession(next);
  };
  return (
    <TextsProvider>
      {session ? (
        <SignedIn session={session} onSignOut={(expired) => change(null, expired)} />
      ) : (
        <SignIn isExpired={isExpired} onSignIn={change} />
      )}
    </TextsProvider>
  );
}

/** All that is known of one person: it goes with them when they sign out. */
function SignedIn({
  session,
  onSignOut,
}: {
  readonly session: Session;
  readonly onSignOut: (expired: boolean) => void;
}) {
  const [kunna] = useState(() => createKunnaClient(session));
  const [cache] = useState(() => {
    // A token that is no good any more: whatever asked, one has to sign in again.
    const onError = (error: Error) =>
      error instanceof KunnaError && error.code === "UNAUTHENTICATED" && onSignOut(true);
    return new QueryClient({ queryCache: new QueryCache({ onError }) });
  });
  return (
    <QueryClientProvider client={cache}>
      <KunnaProvider client={kunna}>
        <Router hook={useHashLocation}>
          <Shell signOut={() => onSignOut(false)} />
        </Router>
      </KunnaProvider>
    </QueryClientProvider>
  );
}
