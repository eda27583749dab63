/** One frame as a client sends it, masked with zeros, which leaves the payload as it is. Up to 64 KiB. */
export function clientFrame(opcode: number, payload: string | Buffer): Buffer {
  const body = Buffer.from(payload);
  const header =
    body.length < 126
      ? [0x80 | opcode, 0x80 | body.length]
      : [0x80 | opcode, 0xfe, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([...header, 0, 0, 0, 0]), body]);
}

/** Reads what a server sends, however it is cut into packets. */
export class FrameReader {
  #rest: Buffer | null = null;

  /** The payload is only lent: it may be overwritten when `onFrame` has returned. */
  read(bytes: Buffer, onFrame: (opcode: number, payload: Buffer) => void): void {
    const all = this.#rest ? Buffer.concat([this.#rest, bytes]) : bytes;
    let at = 0;
    while (all.length - at >= 2) {
      const short = (all[at + 1] ?? 0) & 127;
      if (short === 127) throw new Error("A message of more than 64 KiB.");
      const header = short === 126 ? 4 : 2;
      if (all.length - at < header) break;
      const length = short === 126 ? all.readUInt16BE(at + 2) : short;
      if (all.length - at < header + length) break;
      onFrame((all[at] ?? 0) & 15, all.subarray(at + header, at + header + length));
      at += header + length;
    }
    this.#rest = at < all.length ? Buffer.from(all.subarray(at)) : null;
  }
}
