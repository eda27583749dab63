import type { RefusalFacts } from "@kunna/client";
import { useTexts } from "../texts/use-texts.tsx";
import { Failure } from "./failure.tsx";

/** How a mutation went when it was not done: the rule that refused it, with what to do, or what broke on the way. */
export function Outcome({ refusal, error }: { readonly refusal: RefusalFacts | null; readonly error: Error | null }) {
  const { t } = useTexts();
  if (error) return <Failure error={error} what={t.notDone} />;
  if (!refusal) return null;
  const words = t.refusals[refusal.code];
  const problems = "problems" in refusal ? (refusal.problems as readonly { readonly message: string }[]) : [];
  return (
    <div className="notice wait" role="alert">
      {/* Where there are no words of our own, the server's, which are English. */}
      {words ? (
        <p>{words}</p>
      ) : (
        <p lang="en">
          {refusal.message} {refusal.help}
        </p>
      )}
      {problems.length > 0 && (
        <ul lang="en">
          {problems.map(({ message }) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      )}
      <p className="small">{t.code(refusal.code)}</p>
    </div>
  );
}
