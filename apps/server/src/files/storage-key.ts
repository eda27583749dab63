/** Keys are made by the API: two UUIDs. This holds even if that should ever change. */
export function assertStorageKey(key: string): void {
  if (!/^[0-9a-f-]{36}\/[0-9a-f-]{36}$/.test(key))
    throw new Error("A storage key must be two UUIDs with a slash between.");
}
