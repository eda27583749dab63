import { useEffect, useRef, useState } from "react";
import { useTexts } from "../texts/use-texts.tsx";

interface SureProps {
  readonly what: string;
  readonly question: string;
  readonly isPending: boolean;
  readonly onYes: () => void;
}

/** A button for what is not easily undone: it asks first, in its place, since a dialog may open outside of what is seen of a frame. */
export function Sure({ what, question, isPending, onYes }: SureProps) {
  const { t } = useTexts();
  const [isAsking, setIsAsking] = useState(false);
  const asked = useRef<HTMLParagraphElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const isMoved = useRef(false);
  useEffect(() => {
    if (isMoved.current) (isAsking ? asked : button).current?.focus();
    isMoved.current = false;
  }, [isAsking]);
  const ask = (next: boolean) => {
    isMoved.current = true;
    setIsAsking(next);
  };
  if (!isAsking)
    return (
      <button type="button" ref={button} onClick={() => ask(true)}>
        {what}
      </button>
    );
  return (
    <div className="notice wait">
      <p ref={asked} tabIndex={-1}>
        {question}
      </p>
      <div className="row">
        <button type="button" disabled={isPending} onClick={onYes}>
          {what}
        </button>
        <button type="button" onClick={() => ask(false)}>
          {t.cancel}
        </button>
      </div>
    </div>
  );
}
