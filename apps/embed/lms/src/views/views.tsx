import { useSession } from "../use-session.ts";
import { Admin } from "./admin/admin.tsx";
import { DeepLink } from "./deep-link/deep-link.tsx";
import { Instructor } from "./instructor/instructor.tsx";
import { Learner } from "./learner/learner.tsx";
import { Reviewer } from "./reviewer/reviewer.tsx";

/** The pages of the view that was launched. */
export function Views({ signOut }: { readonly signOut: () => void }) {
  const { view } = useSession();
  if (view === "reviewer") return <Reviewer />;
  if (view === "instructor") return <Instructor />;
  if (view === "deep-link") return <DeepLink />;
  if (view === "admin") return <Admin signOut={signOut} />;
  return <Learner />;
}
