import { TypedDocumentString } from "@kunna/client";

interface Made {
  readonly __typename: string;
  readonly id?: string;
  readonly code?: string;
}

export const createPerson = new TypedDocumentString<
  { readonly createPerson: Made },
  { readonly input: { readonly name: string; readonly email: string; readonly roles: readonly string[] } }
>(`mutation CreatePerson($input: CreatePersonInput!, $idempotencyKey: String) {
  createPerson(input: $input, idempotencyKey: $idempotencyKey) {
    __typename ... on Person { id } ... on Refusal { code }
  }
}`);

export const setPersonRoles = new TypedDocumentString<
  { readonly setPersonRoles: Made },
  { readonly input: { readonly personId: string; readonly roles: readonly string[] } }
>(`mutation SetPersonRoles($input: SetPersonRolesInput!, $idempotencyKey: String) {
  setPersonRoles(input: $input, idempotencyKey: $idempotencyKey) {
    __typename ... on Person { id } ... on Refusal { code }
  }
}`);

/** The id of what was made. @throws when it was refused */
export function madeId({ __typename, id, code }: Made): string {
  if (id === undefined) throw new Error(`Refused, which no writer of ours is: ${__typename} ${code}.`);
  return id;
}

/** An event as the feed's readers compare it. */
export interface FeedEvent {
  readonly cursor: string;
  readonly type: string;
  readonly person: { readonly id: string } | null;
}

export const readEvents = new TypedDocumentString<
  { readonly events: readonly FeedEvent[] },
  { readonly after: string | null }
>("query ReadEvents($after: Cursor) { events(after: $after, first: 500) { cursor type person { id } } }");

export const followed = `subscription Followed($after: Cursor, $filter: EventFilterInput) {
  events(after: $after, filter: $filter) { cursor type person { id } }
}`;

export const createWebhookEndpoint = new TypedDocumentString<
  { readonly createWebhookEndpoint: Made & { readonly secret?: string } },
  {
    readonly input: {
      readonly url: string;
      readonly description: string;
      readonly types: readonly string[];
      readonly after: string | null;
    };
  }
>(`mutation CreateWebhookEndpoint($input: CreateWebhookEndpointInput!, $idempotencyKey: String) {
  createWebhookEndpoint(input: $input, idempotencyKey: $idempotencyKey) {
    __typename ... on IssuedWebhookSecret { secret } ... on Refusal { code }
  }
}`);
