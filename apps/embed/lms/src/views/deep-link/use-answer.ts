import { useKunnaMutation } from "@kunna/react";
import { AnswerWithLinkDocument } from "../../generated/operations.ts";
import type { LmsTarget } from "../../session.ts";

export interface Chosen {
  readonly target: LmsTarget;
  readonly title: string;
  readonly graded: boolean;
  /** An instant; null: by no day. */
  readonly dueAt: string | null;
}

/** Tells the LMS what was chosen: the answer is signed, and the browser posts it, which leads back to the course. */
export function useAnswer() {
  const { mutate, data, ...others } = useKunnaMutation(
    async (kunna, { target: { kind, ...ids }, ...chosen }: Chosen) => {
      const input = { items: [{ target: kind, ...ids, ...chosen }] };
      const answer = (await kunna.mutate(AnswerWithLinkDocument, { input })).answerDeepLink;
      if (answer.__typename === "DeepLinkForm") post(answer.url, { JWT: answer.jwt });
      return answer;
    },
  );
  return { send: mutate, isSent: data?.__typename === "DeepLinkForm", ...others };
}

function post(url: string, fields: Readonly<Record<string, string>>): void {
  const form = Object.assign(document.createElement("form"), { method: "post", action: url, hidden: true });
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}
