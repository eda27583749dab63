// PostGraphile over Kunna's tables, held to one organisation by the same row-level security: each request runs in a
// transaction as the role kunna_app, with app.organisation set. Settings come as JSON in BENCH_PEER; see ../src/servers.ts.
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const { databaseUrl, host, port, token, organisationId, poolSize } = JSON.parse(process.env.BENCH_PEER);

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString: databaseUrl, schemas: ["public"], poolConfig: { max: poolSize } })],
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false },
  grafast: {
    explain: false,
    // Who asks, from a table in memory: less than Kunna does, in the peer's favour.
    context: ({ node }) =>
      node?.req.headers.authorization === `Bearer ${token}`
        ? { pgSettings: { role: "kunna_app", "app.organisation": organisationId } }
        : { pgSettings: { role: "kunna_app", "app.organisation": "" } },
  },
});

const server = createServer();
server.on("error", (error) => {
  console.error(error);
  process.exit(1);
});
await instance.createServ(grafserv).addTo(server);
server.listen(port, host, () => console.log("ready"));
process.on("SIGTERM", () => process.exit(0));
