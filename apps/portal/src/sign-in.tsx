import { type FormEvent, useEffect, useState } from "react";
import { LanguageSwitch } from "./parts/language-switch.tsx";
import { Page } from "./parts/page.tsx";
import type { Session } from "./session.ts";
import { useTexts } from "./texts/use-texts.tsx";

interface Demo {
  readonly graphql: string;
  readonly tokens: Readonly<Record<"learner" | "reviewer" | "manager", string>>;
}

/** With a token; on a developer's machine also as somebody of the demo (see demo-sign-ins.ts). */
export function SignIn({
  isExpired,
  onSignIn,
}: {
  readonly isExpired: boolean;
  readonly onSignIn: (session: Session) => void;
}) {
  const { t } = useTexts();
  const demo = useDemo();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    onSignIn({ url: String(fields.get("url")), token: String(fields.get("token")).trim() });
  };
  return (
    <main className="sign-in">
      <LanguageSwitch />
      <Page title={t.signInTitle}>
        {isExpired && (
          <p className="notice wait" role="alert">
            {t.sessionEnded}
          </p>
        )}
        <p>{t.signInIntro}</p>
      </Page>
      {demo && (
        <section className="card">
          <h2>{t.demo}</h2>
          <div className="row">
            {(["learner", "reviewer", "manager"] as const).map((who) => (
              <button key={who} type="button" onClick={() => onSignIn({ url: demo.graphql, token: demo.tokens[who] })}>
                {t.demoAs[who]}
              </button>
            ))}
          </div>
        </section>
      )}
      <form className="card" onSubmit={submit}>
        <label>
          {t.serverAddress}
          <input
            name="url"
            type="url"
            required
            key={demo?.graphql}
            defaultValue={demo?.graphql ?? "http://localhost:4000/graphql"}
          />
        </label>
        <label>
          {t.token}
          <input name="token" type="password" required autoComplete="off" spellCheck={false} />
        </label>
        <button type="submit" className="primary">
          {t.signIn}
        </button>
      </form>
    </main>
  );
}

function useDemo(): Demo | null {
  const [demo, setDemo] = useState<Demo | null>(null);
  useEffect(() => {
    fetch("demo.json")
      .then((answer) => answer.json())
      // Where nobody serves it, there is no demo.
      .then(setDemo, () => {});
  }, []);
  return demo;
}
