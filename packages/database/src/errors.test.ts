import { createServer, type Socket } from "node:net";
import { Pool } from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { isConnectionLost } from "./errors.ts";

/** A server that takes connections and never says a word. */
async function silentPort(): Promise<number> {
  const taken = new Set<Socket>();
  const server = createServer((socket) => taken.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of taken) socket.destroy();
    server.close();
  });
  return (server.address() as { port: number }).port;
}

async function failureOf(port: number): Promise<unknown> {
  const pool = new Pool({ host: "127.0.0.1", port, connectionTimeoutMillis: 200 });
  pool.on("error", () => {});
  onTestFinished(() => pool.end());
  return pool.query("SELECT 1").then(
    () => null,
    (error: unknown) => error,
  );
}

describe("a connection that is lost", () => {
  it("is known by what the pool says of a server that does not answer, and of one that is not there", async () => {
    const port = await silentPort();
    expect(isConnectionLost(await failureOf(port))).toBe(true);
    expect(isConnectionLost(await failureOf(1))).toBe(true);
  });

  it.each(["ECONNRESET", "ECONNABORTED", "EHOSTUNREACH", "ENETUNREACH", "57P01", "08006", "P1001"])(
    "is known by the code %s, also where another error wraps it",
    (code) => {
      const error = Object.assign(new Error("gone"), { code });
      expect(isConnectionLost(error)).toBe(true);
      expect(isConnectionLost(new Error("It failed.", { cause: error }))).toBe(true);
    },
  );

  it.each(["23505", "42P01", "P2025", "P2028", "KN001"])("is not what the code %s tells of", (code) => {
    expect(isConnectionLost(Object.assign(new Error("no"), { code }))).toBe(false);
  });
});
