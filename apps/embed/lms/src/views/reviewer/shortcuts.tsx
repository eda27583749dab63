import { useId } from "react";
import { Keys } from "../../parts/keys.tsx";
import { useTexts } from "../../texts/use-texts.tsx";

interface ShortcutsProps {
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly isOn: boolean;
  readonly onSwitch: (isOn: boolean) => void;
  /** How many levels the rubric has; 0: it has none. */
  readonly levels: number;
}

/** The list of keys, and a switch for who types otherwise: by voice, or with an aid that sends keys of its own. */
export function Shortcuts({ isOpen, onOpen, isOn, onSwitch, levels }: ShortcutsProps) {
  const { t } = useTexts();
  const id = useId();
  const keys: readonly (readonly [string, string])[] = [
    ["j k", t.shortcutKeys.jk],
    ...(levels > 0 ? [[t.levelNumbers(levels), t.shortcutKeys.levels] as const] : []),
    ["a", t.shortcutKeys.a],
    ["r", t.shortcutKeys.r],
    ["x", t.shortcutKeys.x],
    ["c", t.shortcutKeys.c],
    ["Ctrl Enter", t.shortcutKeys.send],
    ["?", t.shortcutKeys.help],
  ];
  return (
    <>
      <button type="button" className="quiet" aria-expanded={isOpen} aria-controls={id} onClick={() => onOpen(!isOpen)}>
        {t.shortcuts} <Keys of={["?"]} />
      </button>
      <section id={id} className="card shortcuts" hidden={!isOpen} aria-label={t.shortcuts}>
        <dl>
          {keys.map(([key, what]) => (
            <div key={key}>
              <dt>
                {key.split(" ").map((one) => (
                  <kbd key={one}>{one}</kbd>
                ))}
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <label className="switch">
          <input type="checkbox" checked={isOn} onChange={(event) => onSwitch(event.target.checked)} />
          {t.shortcutsOn}
        </label>
        <p className="small">{t.shortcutsHelp}</p>
      </section>
    </>
  );
}
