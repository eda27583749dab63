/** Where uploaded bytes are kept. The keys are the API's; a driver keeps what it is given and says nothing of what it is. */
export interface FileStorage {
  /** Takes the stream whole or not at all. */
  write(key: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** Null when there is no such key. */
  read(key: string): Promise<AsyncIterable<Uint8Array> | null>;
  remove(key: string): Promise<void>;
}
