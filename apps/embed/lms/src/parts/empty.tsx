import type { ReactNode } from "react";

/** That there is nothing here, and what to do or to wait for. */
export function Empty({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="empty">
      <p>
        <strong>{title}</strong>
      </p>
      <div className="soft">{children}</div>
    </div>
  );
}
