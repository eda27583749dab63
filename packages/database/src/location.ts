/** Where a database is: in this process (PGlite, in a folder or in memory), or a PostgreSQL server. */
export type DatabaseLocation =
  | { readonly kind: "embedded"; readonly folder: string | null; readonly snapshot?: Blob }
  | { readonly kind: "server"; readonly url: string; readonly poolSize?: number };
