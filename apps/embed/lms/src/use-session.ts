import { createContext, useContext } from "react";
import type { LmsSession } from "./session.ts";

const SessionContext = createContext<LmsSession | null>(null);
export const SessionProvider = SessionContext;

/** For whom the pages act, and what they were opened for. */
export function useSession(): LmsSession {
  const session = useContext(SessionContext);
  if (!session) throw new Error("There is no <SessionProvider> above this component.");
  return session;
}
