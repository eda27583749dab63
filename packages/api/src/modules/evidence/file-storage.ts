/** Bytes of a file, from the first to the last, both counted from 0. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where uploaded bytes are kept. The keys are the API's; a driver keeps what it is given and says nothing of what it is. */
export interface FileStorage {
  /** Takes the stream whole or not at all: nothing is seen under the key before the stream has ended well. */
  write(key: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** Null when there is no such key. A range lies within the file. */
  read(key: string, range?: ByteRange): Promise<AsyncIterable<Uint8Array> | null>;
  /** What is not there is removed already. */
  remove(key: string): Promise<void>;
}
