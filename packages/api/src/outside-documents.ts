/**
 * Fetches what strangers' addresses name: credentials, issuers' documents, status lists. Whoever implements it decides what
 * may be reached: never this machine or a network behind it.
 */
export interface OutsideDocuments {
  /** @throws OutsideDocumentUnavailable */
  fetch(url: string): Promise<Uint8Array>;
}
