/** One organisation's use of a connector: its settings, its secrets in the clear, and what it may reach the world by. */
export interface ConnectorContext {
  /** By the keys of the connector's fields that are not secret. */
  readonly settings: Readonly<Record<string, string>>;
  /** By the keys of the connector's fields that are secret. */
  readonly secrets: Readonly<Record<string, string>>;
  /** The only way to the network: bounded in time and size, never to private networks. Rejects as the global `fetch` does. */
  readonly fetch: (request: Request) => Promise<Response>;
  readonly now: () => Date;
  /** Ends when the server stops or has waited long enough. A call that is under way then rejects with `signal.reason`. */
  readonly signal: AbortSignal;
}

/** What an admin is asked for, to connect. */
export interface ConnectorField {
  /** A letter, then letters and digits: `baseUrl`. It stays the same for good, and no other field of the connector has it. */
  readonly key: string;
  /** As the page asks for it. */
  readonly label: { readonly en: string; readonly sv: string };
  readonly help?: { readonly en: string; readonly sv: string };
  /** Kept encrypted, and never shown again. */
  readonly secret: boolean;
  readonly required: boolean;
}
