import { createKunnaClient, MyEnrolmentsDocument } from "@kunna/client";
import { KunnaProvider, useKunnaMutation, useLiveQuery } from "@kunna/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Suspense } from "react";

const cache = new QueryClient();
const kunna = createKunnaClient({ url: "http://localhost:4000/graphql", token: "the token of a learner" });

export function App() {
  return (
    <QueryClientProvider client={cache}>
      <KunnaProvider client={kunna}>
        <Suspense fallback={<p>One moment …</p>}>
          <Journeys />
        </Suspense>
      </KunnaProvider>
    </QueryClientProvider>
  );
}

function Journeys() {
  // Asked once for all who show it, and again when something happens that the filter names.
  const { viewer } = useLiveQuery(MyEnrolmentsDocument, { first: 20 }, { types: ["EVIDENCE_ACCEPTED"] });
  return viewer.enrolments.nodes.map(({ id, program, progress }) => (
    <p key={id}>
      {program.title}: {Math.round(progress.share * 100)} %
    </p>
  ));
}

export function EnrolButton({ programId }: { readonly programId: string }) {
  const { mutate, refusal, isPending } = useKunnaMutation((client, id: string) =>
    client.enrolments.enrol({ programId: id }),
  );
  return (
    <>
      <button type="button" disabled={isPending} onClick={() => mutate(programId)}>
        Enrol
      </button>
      {refusal && <p role="alert">{refusal.help}</p>}
    </>
  );
}
