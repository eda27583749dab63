import { type ChangeEvent, useId, useRef } from "react";
import { useTexts } from "../texts/use-texts.tsx";

interface KeptFile {
  readonly id: string;
  readonly name: string;
}

interface FilePickerProps<Kept extends KeptFile> {
  /** What an earlier revision has: it comes along, unless it is taken away. */
  readonly kept: readonly Kept[];
  readonly onKept: (kept: readonly Kept[]) => void;
  readonly files: readonly File[];
  readonly onFiles: (files: readonly File[]) => void;
  /** The one that is on its way. */
  readonly sending: { readonly name: string; readonly share: number } | null;
}

/** Files to hand in: from the device, or straight from a phone's camera. */
export function FilePicker<Kept extends KeptFile>({ kept, onKept, files, onFiles, sending }: FilePickerProps<Kept>) {
  const { t } = useTexts();
  const help = useId();
  const group = useRef<HTMLFieldSetElement>(null);
  const add = (event: ChangeEvent<HTMLInputElement>) => {
    onFiles([...files, ...(event.target.files ?? [])]);
    // The same file may be chosen again after it was taken away.
    event.target.value = "";
  };
  const remove = (change: () => void) => {
    change();
    // The button that was pressed is gone.
    group.current?.focus();
  };
  return (
    <fieldset className="files" ref={group} tabIndex={-1} aria-describedby={help}>
      <legend>{t.files}</legend>
      <p id={help} className="small">
        {t.filesHelp}
      </p>
      {kept.length > 0 && <p className="small">{t.filesKept}</p>}
      <ul>
        {kept.map((file) => (
          <FileItem
            key={file.id}
            name={file.name}
            onRemove={() => remove(() => onKept(kept.filter(({ id }) => id !== file.id)))}
          />
        ))}
        {files.map((file, index) => (
          <FileItem
            // biome-ignore lint/suspicious/noArrayIndexKey: two may have the same name
            key={`${index} ${file.name}`}
            name={file.name}
            onRemove={() => remove(() => onFiles(files.filter((other) => other !== file)))}
          />
        ))}
      </ul>
      <div className="row">
        <label className="button">
          {t.addFiles}
          <input type="file" multiple onChange={add} />
        </label>
        {/* A computer has no camera to open here: `capture` is for phones. */}
        <label className="button touch-only">
          {t.takePhoto}
          <input type="file" accept="image/*" capture="environment" onChange={add} />
        </label>
      </div>
      {sending && (
        <p className="share" role="status">
          <progress value={sending.share} max={1} aria-label={t.uploading(sending.name)} />
          <span className="small">{t.uploading(sending.name)}</span>
        </p>
      )}
    </fieldset>
  );
}

function FileItem({ name, onRemove }: { readonly name: string; readonly onRemove: () => void }) {
  const { t } = useTexts();
  return (
    <li className="row">
      <span>{name}</span>
      <button type="button" className="quiet" aria-label={t.removeFile(name)} onClick={onRemove}>
        ✕
      </button>
    </li>
  );
}
