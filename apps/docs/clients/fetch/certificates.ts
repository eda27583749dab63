import type * as Types from "../generated/fetch.ts";
import { ask, type Document, gql, type Kunna, listen } from "./kunna.ts";

const CERTIFICATES: Document<Types.CertificatesQuery, Types.CertificatesQueryVariables> = gql`
  query Certificates($programId: ID!, $after: String) {
    certificates(programId: $programId, first: 2, after: $after) {
      nodes { id number expiresAt standing extensions { reason } person { id name } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

const EXTEND: Document<Types.ExtendMutation, Types.ExtendMutationVariables> = gql`
  mutation Extend($input: ExtendCertificateInput!, $key: String!) {
    extendCertificate(input: $input, idempotencyKey: $key) {
      __typename
      ... on Certificate { id expiresAt standing extensions { reason } }
      ... on ExtensionRefused { reason }
      ... on Refusal { code message help }
    }
  }
`;

const FOLLOW: Document<Types.FollowSubscription, Types.FollowSubscriptionVariables> = gql`
  subscription Follow($programId: ID!, $after: Cursor) {
    events(filter: { programId: $programId }, after: $after) {
      cursor
      type
      certificate { id expiresAt standing extensions { reason } }
    }
  }
`;

type Certificate = Types.CertificatesQuery["certificates"]["nodes"][number];

/** A cache is a map by id: what is known of a thing, and what has just come of it. */
export type Cache = Map<string, Certificate>;

function put(cache: Cache, came: Pick<Certificate, "id"> & Partial<Certificate>): void {
  const known = cache.get(came.id);
  if (known) cache.set(came.id, { ...known, ...came });
}

/** All certificates of a program, page by page. */
export async function load(kunna: Kunna, programId: string): Promise<Cache> {
  const cache: Cache = new Map();
  let after: string | null = null;
  do {
    const { certificates }: Types.CertificatesQuery = await ask(kunna, CERTIFICATES, { programId, after });
    for (const certificate of certificates.nodes) cache.set(certificate.id, certificate);
    after = certificates.pageInfo.hasNextPage ? certificates.pageInfo.endCursor : null;
  } while (after !== null);
  return cache;
}

/** Safe to send again with the same key, as when no answer came. A refusal is an answer, and no error. */
export async function extend(kunna: Kunna, cache: Cache, input: Types.ExtendCertificateInput, key: string) {
  const { extendCertificate: answer } = await ask(kunna, EXTEND, { input, key });
  if (answer.__typename === "ExtensionRefused") return `Refused, ${answer.reason}: ${answer.help}`;
  if (answer.__typename !== "Certificate") return `Refused, ${answer.code}: ${answer.help}`;
  put(cache, answer);
  return `It holds until ${answer.expiresAt}.`;
}

/** Brings what happens into the cache. @param after a cursor, such as `feedCursor` gave before it was loaded */
export async function* follow(kunna: Kunna, cache: Cache, programId: string, after: string, signal: AbortSignal) {
  for await (const { events } of listen(kunna, FOLLOW, { programId, after }, signal)) {
    if (events.certificate) put(cache, events.certificate);
    yield events.cursor;
  }
}
