import {
  commitMutation,
  createOperationDescriptor,
  type Environment,
  fetchQuery,
  getRequest,
  graphql,
  requestSubscription,
} from "relay-runtime";
import type {
  certificatesExtendMutation,
  ExtendCertificateInput,
} from "./__generated__/certificatesExtendMutation.graphql.ts";
import type { certificatesFollowSubscription } from "./__generated__/certificatesFollowSubscription.graphql.ts";
import type { certificatesQuery } from "./__generated__/certificatesQuery.graphql.ts";

const CERTIFICATES = graphql`
  query certificatesQuery($programId: ID!, $after: String) {
    certificates(programId: $programId, first: 2, after: $after) @connection(key: "watch_certificates") {
      edges { node { id number expiresAt standing extensions { reason } person { id name } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

const EXTEND = graphql`
  mutation certificatesExtendMutation($input: ExtendCertificateInput!) {
    extendCertificate(input: $input) {
      __typename
      ... on Certificate { id expiresAt standing extensions { reason } }
      ... on ExtensionRefused { reason }
      ... on Refusal { code message help }
    }
  }
`;

const FOLLOW = graphql`
  subscription certificatesFollowSubscription($programId: ID!, $after: Cursor) {
    events(filter: { programId: $programId }, after: $after) {
      cursor
      type
      certificate { id expiresAt standing extensions { reason } }
    }
  }
`;

/** A program's certificates, shown anew whenever one of them changes, by whatever it was brought. */
export function watch(kunna: Environment, programId: string, show: (list: certificatesQuery["response"]) => void) {
  const operation = createOperationDescriptor(getRequest(CERTIFICATES), { programId });
  const kept = kunna.retain(operation);
  const shown = kunna.subscribe(kunna.lookup(operation.fragment), ({ data }) =>
    show(data as unknown as certificatesQuery["response"]),
  );
  // With React, usePaginationFragment is all of this. Each page goes to the end of the list that `key` names.
  const more = (after: string | null) =>
    fetchQuery<certificatesQuery>(kunna, CERTIFICATES, { programId, after }).toPromise();
  void more(null);
  return { more, stop: () => [shown, kept].map((held) => held.dispose()) };
}

/** What is made is in the store by its id. A refusal is an answer, and no error. */
export function extend(kunna: Environment, input: ExtendCertificateInput): Promise<string> {
  return new Promise((resolve, onError) => {
    commitMutation<certificatesExtendMutation>(kunna, {
      mutation: EXTEND,
      variables: { input },
      onError,
      onCompleted: ({ extendCertificate: answer }) => {
        if (answer.__typename === "Certificate") resolve(`It holds until ${answer.expiresAt}.`);
        resolve(`Refused, ${answer.reason ?? answer.code}: ${answer.help}`);
      },
    });
  });
}

/** Brings what happens into the store. @param after a cursor, such as `feedCursor` gave before the list was loaded */
export function follow(kunna: Environment, programId: string, after: string, onEvent: (cursor: string) => void) {
  const followed = requestSubscription<certificatesFollowSubscription>(kunna, {
    subscription: FOLLOW,
    variables: { programId, after },
    onNext: (data) => data && onEvent(data.events.cursor),
  });
  return () => followed.dispose();
}
