import type { RefusalFacts } from "@kunna/client";
import { Failure } from "./failure.tsx";

/** How a mutation went: the rule that refused it with what to do, what broke on the way, or that it is done. */
export function Outcome({
  refusal,
  error,
  done,
}: {
  readonly refusal: RefusalFacts | null;
  readonly error: Error | null;
  readonly done?: string | null;
}) {
  if (error) return <Failure error={error} />;
  if (refusal)
    return (
      <p className="notice wait" role="alert" lang="en">
        {refusal.message} {refusal.help}
      </p>
    );
  return <div role="status">{done && <p className="notice good">{done}</p>}</div>;
}
