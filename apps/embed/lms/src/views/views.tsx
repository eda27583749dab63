import { useSession } from "../use-session.ts";
import { Learner } from "./learner/learner.tsx";
import { NotFound } from "./not-found.tsx";
import { Reviewer } from "./reviewer/reviewer.tsx";

/** The pages of the view that was launched. */
export function Views({ signOut }: { readonly signOut: () => void }) {
  const { view } = useSession();
  void signOut;
  if (view === "learner") return <Learner />;
  if (view === "reviewer") return <Reviewer />;
  return (
    <main id="content">
      <NotFound />
    </main>
  );
}
