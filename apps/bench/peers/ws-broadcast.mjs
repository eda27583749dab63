// The peer of fan-out: `ws` alone. What PostgreSQL tells it on its channel it sends to every client, as ws's manual broadcasts.
import { createServer } from "node:http";
import pg from "pg";
import { WebSocket, WebSocketServer } from "ws";

const { databaseUrl, host, port, channel } = JSON.parse(process.env.BENCH_PEER);

const server = createServer((_request, response) => response.writeHead(204).end());
const sockets = new WebSocketServer({ server, path: "/graphql" });

const listener = new pg.Client({ connectionString: databaseUrl, application_name: "peer listen" });
listener.on("notification", ({ payload }) => {
  const message = Buffer.from(payload);
  for (const client of sockets.clients) {
    if (client.readyState === WebSocket.OPEN) client.send(message, { binary: false });
  }
});
await listener.connect();
await listener.query(`LISTEN ${channel}`);

server.listen(port, host, 4_096);
process.on("SIGTERM", () => process.exit(0));
