import { useKunna } from "@kunna/react";
import { useMutation } from "@tanstack/react-query";
import { useTexts } from "../texts/use-texts.tsx";
import { Failure } from "./failure.tsx";

/** A file of an evidence: asked for with the token, which a link would not send. */
export function Download({ name, url }: { readonly name: string; readonly url: string }) {
  const { t } = useTexts();
  const kunna = useKunna();
  const { mutate, error, isPending } = useMutation({
    mutationFn: async () => {
      const address = URL.createObjectURL(await kunna.evidence.download(url));
      Object.assign(document.createElement("a"), { href: address, download: name }).click();
      URL.revokeObjectURL(address);
    },
  });
  return (
    <>
      <button
        type="button"
        className="file"
        aria-label={t.openFile(name)}
        disabled={isPending}
        onClick={() => mutate()}
      >
        {name}
      </button>
      {error && <Failure error={error} what={t.notDone} />}
    </>
  );
}
