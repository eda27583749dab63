import { type FormEvent, useId } from "react";
import { Page } from "../parts/page.tsx";
import { type LmsSession, maySignIn, sessionOfToken } from "../session.ts";
import { useTexts } from "../texts/use-texts.tsx";

/** Why there is nobody to act for. */
export type NoSessionReason = "MISSING" | "ENDED" | "SIGNED_OUT";

/** What to do when the page was opened without a launch, or the launch is over. */
export function NoSession({
  reason,
  onSignIn,
}: {
  readonly reason: NoSessionReason;
  readonly onSignIn: (session: LmsSession) => void;
}) {
  const { t } = useTexts();
  const { title, text } = t.noSession[reason];
  return (
    <main className="narrow">
      <Page title={title}>
        <div className="card">
          <p>{text}</p>
          <p className="small">{t.noSessionCode(`SESSION_${reason}`)}</p>
        </div>
        {maySignIn && <SignIn onSignIn={onSignIn} />}
      </Page>
    </main>
  );
}

/** For administrators, who set Kunna up before any course leads here. */
function SignIn({ onSignIn }: { readonly onSignIn: (session: LmsSession) => void }) {
  const { t, language } = useTexts();
  const help = useId();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const token = String(new FormData(event.currentTarget).get("token")).trim();
    onSignIn(sessionOfToken(token, new URL("/graphql", window.location.href).href, language));
  };
  return (
    <form className="card" onSubmit={submit}>
      <h2>{t.adminSignIn}</h2>
      <p id={help}>{t.adminSignInHelp}</p>
      <label>
        {t.token}
        <input name="token" type="password" required autoComplete="off" spellCheck={false} aria-describedby={help} />
      </label>
      <button type="submit" className="primary">
        {t.signIn}
      </button>
    </form>
  );
}
