import { issueAccessToken, runCommandAs } from "@kunna/api";
import {
  createTestDatabase,
  freePort,
  startTestRedis,
  type TestDatabase,
  type TestRedis,
} from "@kunna/database/testing";
import { createTestServer, seedOrganisation } from "@kunna/testing";
import { type ServerProcess, startServerProcess } from "./server-process.ts";

/** An organisation of the run: somebody who writes, and somebody who follows. */
export interface ChaosOrganisation {
  readonly id: string;
  readonly key: string;
  /** An administrator's. */
  readonly token: string;
}

/** All that a run has of its own: a database, a Redis, three servers. */
export interface World {
  readonly database: TestDatabase;
  readonly redis: TestRedis;
  readonly servers: readonly ServerProcess[];
  /** Those that answer requests. */
  readonly apis: readonly ServerProcess[];
  readonly organisations: readonly ChaosOrganisation[];
  /** Ends every process, also those that are frozen. */
  close(): Promise<void>;
}

/** @param onCrash told what a server wrote that has ended by itself */
export async function openWorld(organisationCount: number, onCrash: (crash: string) => void): Promise<World> {
  const toClose: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const each of toClose.splice(0).toReversed()) await each().catch(() => {});
  };
  try {
    const database = await createTestDatabase("postgres");
    toClose.push(() => database.close());
    const redis = await startTestRedis();
    toClose.push(() => redis.kill());
    const organisations = await seed(database, organisationCount);
    const [one, two, three] = [await freePort(), await freePort(), await freePort()];
    const shared = {
      DATABASE_URL: database.location.kind === "server" ? database.location.url : "",
      REDIS_URL: redis.url,
      PUBLIC_URL: `http://127.0.0.1:${one}`,
      KUNNA_SECRET: Buffer.alloc(32, 7).toString("base64"),
      NODE_ENV: "production",
      KUNNA_WEBHOOK_PRIVATE: "true",
      LOG_LEVEL: "error",
    };
    const kinds = [
      { name: "server 1", role: "both", port: one },
      { name: "server 2", role: "api", port: two },
      { name: "server 3", role: "worker", port: three },
    ] as const;
    const servers: ServerProcess[] = [];
    for (const kind of kinds) {
      const server = await startServerProcess(kind, shared, onCrash);
      toClose.push(() => server.stop());
      servers.push(server);
    }
    await Promise.all(servers.map((server) => server.ready()));
    return { database, redis, servers, apis: servers.filter(({ role }) => role !== "worker"), organisations, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function seed(database: TestDatabase, count: number): Promise<ChaosOrganisation[]> {
  const api = await createTestServer(database);
  try {
    const organisations: ChaosOrganisation[] = [];
    for (let n = 1; n <= count; n += 1) {
      const key = `chaos-${n}`;
      const people = await seedOrganisation(api.services, {
        ...{ key, name: `Chaos ${n}`, timeZone: "Europe/Stockholm", locale: "sv" },
        people: [{ key: "admin", name: "Admin", email: `admin@${key}.example.org`, roles: ["ADMIN"] }],
        teams: [],
      });
      const admin = people.get("admin");
      if (!admin) throw new Error("The seed has no administrator.");
      const { token } = await runCommandAs(api.services, admin, issueAccessToken, {
        ...{ personId: admin.personId, label: "Chaos", expiresAt: null },
      });
      organisations.push({ id: admin.organisationId, key, token });
    }
    return organisations;
  } finally {
    await api.close();
  }
}
