/** A place in an organisation's feed as the API gives it (R13). */
export function encodeFeedCursor(position: bigint): string {
  return Buffer.from(`feed:${position}`).toString("base64url");
}

/** Null for anything that encodeFeedCursor can't have made. */
export function decodeFeedCursor(cursor: string): bigint | null {
  const position = /^feed:(\d{1,18})$/.exec(Buffer.from(cursor, "base64url").toString("utf8"))?.[1];
  return position === undefined ? null : BigInt(position);
}
