import { useRef, useState } from "react";
import { useTexts } from "../texts/use-texts.tsx";

/** Text to be taken elsewhere: copied by a press, or, where a frame may not, marked for the keyboard to copy. */
export function CopyField({ label, text }: { readonly label: string; readonly text: string }) {
  const { t } = useTexts();
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState("");
  const copy = async () => {
    field.current?.select();
    const isCopied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setSaid(isCopied ? t.copied : t.copyByKeys);
  };
  return (
    <div className="copy-field">
      <label>
        {label}
        <input ref={field} readOnly value={text} onFocus={(event) => event.target.select()} />
      </label>
      <div className="row">
        <button type="button" className="primary" onClick={copy}>
          {t.copy}
        </button>
        <span role="status">{said}</span>
      </div>
    </div>
  );
}
