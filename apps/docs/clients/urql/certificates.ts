import { type Client, gql, type TypedDocumentNode } from "@urql/core";
import type * as Types from "../generated/urql.ts";

const CERTIFICATES: TypedDocumentNode<Types.CertificatesQuery, Types.CertificatesQueryVariables> = gql`
  query Certificates($programId: ID!, $after: String) {
    certificates(programId: $programId, first: 2, after: $after) {
      edges { node { id number expiresAt standing extensions { reason } person { id name } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

const EXTEND: TypedDocumentNode<Types.ExtendMutation, Types.ExtendMutationVariables> = gql`
  mutation Extend($input: ExtendCertificateInput!) {
    extendCertificate(input: $input) {
      __typename
      ... on Certificate { id expiresAt standing extensions { reason } }
      ... on ExtensionRefused { reason }
      ... on Refusal { code message help }
    }
  }
`;

const FOLLOW: TypedDocumentNode<Types.FollowSubscription, Types.FollowSubscriptionVariables> = gql`
  subscription Follow($programId: ID!, $after: Cursor) {
    events(filter: { programId: $programId }, after: $after) {
      cursor
      type
      certificate { id expiresAt standing extensions { reason } }
    }
  }
`;

/** A program's certificates, shown anew whenever one of them changes, by whatever it was brought. */
export function watch(kunna: Client, programId: string, show: (list: Types.CertificatesQuery) => void) {
  const shown = kunna.query(CERTIFICATES, { programId }).subscribe(({ data }) => data && show(data));
  return {
    // Of each page that was asked for, Graphcache makes the one list that is shown.
    more: (after: string | null) => kunna.query(CERTIFICATES, { programId, after }).toPromise(),
    stop: () => shown.unsubscribe(),
  };
}

/** What is made is in the cache by its id. A refusal is an answer, and no error. */
export async function extend(kunna: Client, input: Types.ExtendCertificateInput): Promise<string> {
  const { data, error } = await kunna.mutation(EXTEND, { input });
  if (error) throw error;
  const answer = data?.extendCertificate;
  if (answer?.__typename === "Certificate") return `It holds until ${answer.expiresAt}.`;
  if (answer?.__typename === "ExtensionRefused") return `Refused, ${answer.reason}: ${answer.help}`;
  return `Refused, ${answer?.code}: ${answer?.help}`;
}

/** Brings what happens into the cache. @param after a cursor, such as `feedCursor` gave before the list was loaded */
export function follow(kunna: Client, programId: string, after: string, onEvent: (cursor: string) => void) {
  const events = kunna.subscription(FOLLOW, { programId, after });
  const followed = events.subscribe(({ data }) => data && onEvent(data.events.cursor));
  return () => followed.unsubscribe();
}
