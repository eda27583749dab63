/** Where a session outlives a reload. */
interface SessionPlace {
  read(): string | null;
  write(text: string | null): void;
}

/** Of a page with a window of its own: gone when its tab is closed. */
export const tabPlace: SessionPlace = {
  read: () => window.sessionStorage.getItem(key),
  write(text) {
    if (text === null) window.sessionStorage.removeItem(key);
    else window.sessionStorage.setItem(key, text);
  },
};
const key = "kunna-session";

/**
 * Of a page in a frame of another site: there browsers block storage, or share it between all frames of a course page. The state of the
 * frame's own history is neither blocked nor shared. Each entry has its own, so it is written to each that one comes to.
 */
export function framePlace(): SessionPlace {
  const read = (): string | null => {
    const state: unknown = window.history.state;
    return typeof state === "object" && state !== null && key in state ? String(state[key]) : null;
  };
  const write = (text: string | null) => window.history.replaceState(text === null ? null : { [key]: text }, "");
  let kept = read();
  window.addEventListener("hashchange", () => {
    if (read() !== kept) write(kept);
  });
  return {
    read,
    write(text) {
      kept = text;
      write(text);
    },
  };
}
