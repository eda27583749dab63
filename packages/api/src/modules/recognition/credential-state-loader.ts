import { type CredentialState, credentialState } from "@kunna/domain";
import DataLoader from "dataloader";
import { type ApiContext, readerOf } from "../../context.ts";
import { loadMappings, type StoredCredential } from "./credential-facts.ts";

const loaders = new WeakMap<ApiContext, DataLoader<StoredCredential, CredentialState>>();

/** The states of credentials that are asked for at once: the same statements, however many. It keeps nothing. */
export function credentialStateLoader(context: ApiContext): DataLoader<StoredCredential, CredentialState> {
  const loader = loaders.get(context) ?? new DataLoader((keys) => loadStates(keys, context), { cache: false });
  loaders.set(context, loader);
  return loader;
}

async function loadStates(credentials: readonly StoredCredential[], context: ApiContext): Promise<CredentialState[]> {
  const { trusted, mappings } = await loadMappings(
    readerOf(context),
    credentials.map(({ issuer }) => issuer),
  );
  const now = context.services.now();
  return credentials.map((credential) => credentialState(credential, trusted, mappings, now));
}
