import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A way to the server that can be cut, as a train in a tunnel does. */
export interface Way {
  readonly url: string;
  /** Ends every connection without a word, and takes none until it is mended. */
  cut(): void;
  mend(): void;
}

/** For the test that runs. */
export async function wayTo(server: string): Promise<Way> {
  const { hostname, port } = new URL(server);
  const open = new Set<Socket>();
  let isCut = false;
  const way = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
    if (isCut) near.destroy();
  });
  await new Promise<void>((resolve) => way.listen(0, "127.0.0.1", resolve));
  const cut = () => {
    isCut = true;
    for (const socket of open) socket.destroy();
  };
  onTestFinished(() => {
    cut();
    way.close();
  });
  const mend = () => {
    isCut = false;
  };
  return { url: `http://127.0.0.1:${(way.address() as AddressInfo).port}`, cut, mend };
}
