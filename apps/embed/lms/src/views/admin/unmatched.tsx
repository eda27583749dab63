import { useKunnaMutation, useKunnaQuery } from "@kunna/react";
import { useDeferredValue, useState } from "react";
import { FindPeopleDocument, MatchIdentityDocument } from "../../generated/operations.ts";
import { Failure } from "../../parts/failure.tsx";
import { Outcome } from "../../parts/outcome.tsx";
import { useTexts } from "../../texts/use-texts.tsx";
import type { ConnectionNode } from "./connection.tsx";

type Identity = ConnectionNode["waiting"]["nodes"][number];

/** Who came from the LMS and is not known yet: an administrator says who each is. */
export function Unmatched({ identities }: { readonly identities: readonly Identity[] }) {
  const { t } = useTexts();
  return (
    <section>
      <h2>{t.unmatched}</h2>
      <p className="soft">{t.unmatchedText}</p>
      <ul className="steps">
        {identities.map((identity) => (
          <UnmatchedIdentity key={identity.id} identity={identity} />
        ))}
      </ul>
    </section>
  );
}

function UnmatchedIdentity({ identity }: { readonly identity: Identity }) {
  const { t } = useTexts();
  const [search, setSearch] = useState(identity.email ?? identity.name ?? "");
  const words = useDeferredValue(search.trim());
  const people = useKunnaQuery(FindPeopleDocument, { search: words }, { enabled: words !== "" });
  const { mutate, refusal, error, isPending } = useKunnaMutation(
    async (kunna, personId: string) =>
      (await kunna.mutate(MatchIdentityDocument, { identityId: identity.id, personId })).matchExternalIdentity,
  );
  return (
    <li className="card">
      <div>
        <h3>{identity.name ?? t.noName}</h3>
        <p className="small">{[identity.email, identity.subject].filter((part) => part !== null).join(" · ")}</p>
      </div>
      <label>
        {t.findPerson}
        <input type="search" value={search} onChange={(event) => setSearch(event.target.value)} />
      </label>
      {people.error && <Failure error={people.error} />}
      <ul className="row">
        {(people.data?.people.nodes ?? []).map(({ id, name, email }) => (
          <li key={id}>
            <button type="button" disabled={isPending} onClick={() => mutate(id)}>
              {t.isThisOne(name)} <span className="small">{email}</span>
            </button>
          </li>
        ))}
      </ul>
      <Outcome refusal={refusal} error={error} />
    </li>
  );
}
