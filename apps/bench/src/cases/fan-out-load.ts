// A process of its own: the subscribers of one server, on bare sockets. A client library would take longer to receive a
// message than a server takes to send it, and would hide the difference between two servers.
import { connect, type Socket } from "node:net";
import { machineTime } from "../clock.ts";
import { clientFrame, FrameReader } from "../websocket-frames.ts";
import type { LoadCommand, LoadReport, Target } from "./fan-out-subscribers.ts";

const target = JSON.parse(process.argv[2] ?? "") as Target;
const report = (message: LoadReport): void => void process.send?.(message);
/** How many connect at once. */
const connecting = 32;
/** One buffer for all sockets: nothing is copied out of it. */
const shared = Buffer.alloc(64 * 1024);
const switching = Buffer.from("HTTP/1.1 101");
const next = Buffer.from('"type":"next"');

const sockets: Socket[] = [];
/** When each got the expected message, in ms of the machine's clock; 0: not yet. */
let times = new Float64Array();
let received = 0;
let surplus = 0;
let differing = 0;
let first: Buffer | null = null;

process.on("message", async (command: LoadCommand) => {
  if (command.kind === "connect") {
    while (sockets.length < command.count) {
      const batch = Math.min(connecting, command.count - sockets.length);
      sockets.push(...(await Promise.all(Array.from({ length: batch }, (_, n) => subscribe(sockets.length + n)))));
    }
    report({ kind: "connected" });
  } else {
    report({ kind: "expecting", surplus });
    times = new Float64Array(sockets.length);
    received = surplus = differing = 0;
    first = null;
  }
});
process.on("disconnect", () => process.exit(0));

function onPushed(index: number, message: Buffer): void {
  if (times[index] !== 0) {
    surplus += 1;
    return;
  }
  times[index] = machineTime();
  first ??= Buffer.from(message);
  if (!message.equals(first)) differing += 1;
  received += 1;
  if (received === times.length) report({ kind: "received", times, message: first.toString(), differing });
}

/** Connects and subscribes in the server's own way: only this differs between the two. Settles when it has asked. */
function subscribe(index: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const { graphql } = target;
    const frames = new FrameReader();
    let isUpgraded = false;
    const send = (message: object) => socket.write(clientFrame(1, JSON.stringify(message)));
    const fail = (reason: string): void => {
      reject(new Error(reason));
      report({ kind: "failed", reason: `${target.name}: ${reason}` });
    };
    const onText = (message: Buffer): void => {
      if (message.subarray(0, 40).includes(next)) {
        onPushed(index, message);
        return;
      }
      const { type } = JSON.parse(message.toString()) as { type: string };
      if (type === "connection_ack") {
        send({ id: "1", type: "subscribe", payload: { query: graphql?.query } });
        resolve(socket);
      } else if (type === "ping") send({ type: "pong" });
      else fail(`not expected: ${message}`);
    };
    const onFrame = (opcode: number, payload: Buffer): void => {
      if (opcode === 1) onText(payload);
      else if (opcode === 9) socket.write(clientFrame(10, payload));
      else fail(`ended a subscription: ${payload.subarray(2)}`);
    };
    const onBytes = (bytes: Buffer): void => {
      if (isUpgraded) {
        frames.read(bytes, onFrame);
        return;
      }
      // The answer to a handshake comes in one packet.
      const end = bytes.indexOf("\r\n\r\n");
      if (!bytes.subarray(0, switching.length).equals(switching) || end < 0) {
        fail(`no WebSocket: ${bytes}`);
        return;
      }
      isUpgraded = true;
      if (graphql) {
        const token = graphql.tokens[index % graphql.tokens.length];
        send({ type: "connection_init", payload: { authorization: `Bearer ${token}` } });
      } else resolve(socket);
      frames.read(bytes.subarray(end + 4), onFrame);
    };
    const socket = connect({
      host: target.host,
      port: target.port,
      noDelay: true,
      onread: {
        buffer: shared,
        callback: (length) => {
          onBytes(shared.subarray(0, length));
          return true;
        },
      },
    });
    socket.once("error", ({ message }) => fail(message));
    socket.once("close", () => fail("closed a connection."));
    const protocol = graphql ? "Sec-WebSocket-Protocol: graphql-transport-ws\r\n" : "";
    socket.write(
      `GET /graphql HTTP/1.1\r\nHost: ${target.host}:${target.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16, index).toString("base64")}\r\n${protocol}\r\n`,
    );
  });
}
