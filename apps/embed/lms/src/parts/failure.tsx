import { KunnaError } from "@kunna/client";
import { QueryErrorResetBoundary } from "@tanstack/react-query";
import { Component, type ReactNode } from "react";
import { useTexts } from "../texts/use-texts.tsx";

/** Shows what went wrong below it, in words and with its code, and lets one try again. */
export function FailureBoundary({ children }: { readonly children: ReactNode }) {
  return (
    <QueryErrorResetBoundary>{({ reset }) => <Boundary onReset={reset}>{children}</Boundary>}</QueryErrorResetBoundary>
  );
}

class Boundary extends Component<
  { readonly children: ReactNode; readonly onReset: () => void },
  { readonly error: unknown }
> {
  override state: { readonly error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const again = () => {
      this.props.onReset();
      this.setState({ error: null });
    };
    return <Failure error={error} onAgain={again} />;
  }
}

/** What broke on the way, and what to do about it. A refusal is no failure: it is data. */
export function Failure({
  error,
  what,
  onAgain,
}: {
  readonly error: unknown;
  /** What it kept from happening; left out: from being shown. */
  readonly what?: string;
  readonly onAgain?: () => void;
}) {
  const { t } = useTexts();
  const code = error instanceof KunnaError ? error.code : "UNEXPECTED";
  return (
    <div className="notice bad" role="alert">
      <p>
        <strong>{what ?? t.failed}</strong> {code === "NETWORK" ? t.failures.NETWORK : t.failures.other}
      </p>
      <p className="small">{t.failedCode(code, error instanceof KunnaError ? error.requestId : null)}</p>
      {onAgain && (
        <button type="button" onClick={onAgain}>
          {t.tryAgain}
        </button>
      )}
    </div>
  );
}
