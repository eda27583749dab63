import type { RefusalFacts } from "@kunna/client";
import { useTexts } from "../texts/use-texts.tsx";
import { Failure } from "./failure.tsx";

/** How a mutation went, when it was not done: the rule that refused it, with what to do, or what broke on the way. */
export function Outcome({ refusal, error }: { readonly refusal: RefusalFacts | null; readonly error: Error | null }) {
  const { t } = useTexts();
  if (error) return <Failure error={error} what={t.notDone} />;
  if (!refusal) return null;
  const problems = "problems" in refusal ? (refusal.problems as readonly { readonly message: string }[]) : [];
  return (
    <div className="notice wait" role="alert" lang="en">
      <p>
        {refusal.message} {refusal.help}
      </p>
      {problems.length > 1 && (
        <ul>
          {problems.map(({ message }) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
