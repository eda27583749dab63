import { useEffect, useEffectEvent } from "react";

/**
 * Single keys that do something, while one is not writing: they can be turned off (WCAG 2.1.4).
 * @param keys by what the key says, such as "j" or "?"; "Control+Enter" also while one is writing
 */
export function useShortcuts(areOn: boolean, keys: Readonly<Record<string, (() => void) | undefined>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const isSend = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (!isSend && (!areOn || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target))) return;
    const act = keys[isSend ? "Control+Enter" : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
}
