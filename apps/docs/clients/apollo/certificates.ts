import { type ApolloClient, gql, type TypedDocumentNode } from "@apollo/client";
import type * as Types from "../generated/apollo.ts";

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
export function watch(kunna: ApolloClient, programId: string, show: (list: Types.CertificatesQuery) => void) {
  const list = kunna.watchQuery({ query: CERTIFICATES, variables: { programId } });
  const shown = list.subscribe(({ data, dataState }) => dataState === "complete" && show(data));
  return {
    more: (after: string | null) => list.fetchMore({ variables: { after } }),
    stop: () => shown.unsubscribe(),
  };
}

/** What is made is in the cache by its id. A refusal is an answer, and no error. */
export async function extend(kunna: ApolloClient, input: Types.ExtendCertificateInput): Promise<string> {
  const { data } = await kunna.mutate({ mutation: EXTEND, variables: { input } });
  const answer = data?.extendCertificate;
  if (answer?.__typename === "Certificate") return `It holds until ${answer.expiresAt}.`;
  if (answer?.__typename === "ExtensionRefused") return `Refused, ${answer.reason}: ${answer.help}`;
  return `Refused, ${answer?.code}: ${answer?.help}`;
}

/** Brings what happens into the cache. @param after a cursor, such as `feedCursor` gave before the list was loaded */
export function follow(kunna: ApolloClient, programId: string, after: string, onEvent: (cursor: string) => void) {
  const events = kunna.subscribe({ query: FOLLOW, variables: { programId, after } });
  const followed = events.subscribe(({ data }) => data && onEvent(data.events.cursor));
  return () => followed.unsubscribe();
}
