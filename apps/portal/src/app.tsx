import { createKunnaClient, KunnaError } from "@kunna/client";
import { KunnaProvider } from "@kunna/react";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Router } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";
import { type Session, storedSession, storeSession } from "./session.ts";
import { Shell } from "./shell.tsx";
import { SignIn } from "./sign-in.tsx";
import { TextsProvider } from "./texts/use-texts.tsx";

export function App() {
  const [session, setSession] = useState(storedSession);
  const change = (next: Session | null) => {
    storeSession(next);
    setSession(next);
  };
  return (
    <TextsProvider>
      {session ? <SignedIn session={session} signOut={() => change(null)} /> : <SignIn onSignIn={change} />}
    </TextsProvider>
  );
}

function SignedIn({ session, signOut }: { readonly session: Session; readonly signOut: () => void }) {
  const kunna = useMemo(() => createKunnaClient(session), [session]);
  const cache = useMemo(() => {
    // A token that is no good any more: whatever asked, one has to sign in again.
    const onError = (error: Error) => error instanceof KunnaError && error.code === "UNAUTHENTICATED" && signOut();
    return new QueryClient({ queryCache: new QueryCache({ onError }) });
  }, [signOut]);
  return (
    <QueryClientProvider client={cache}>
      <KunnaProvider client={kunna}>
        <Router hook={useHashLocation}>
          <Shell signOut={signOut} />
        </Router>
      </KunnaProvider>
    </QueryClientProvider>
  );
}
