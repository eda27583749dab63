import type { Services } from "@kunna/api";
import { type Answer, json } from "./answer.ts";

/** What the operator's tools ask of a process, whatever its role; null when the path is none of theirs. */
export async function operationsAnswer(services: Services, path: string): Promise<Answer | null> {
  switch (path) {
    case "/healthz":
      return json(200, { status: "ok" });
    case "/readyz":
      return readiness(services);
    default:
      return null;
  }
}

/** Whether it can do its work now: the database answers, and has the schema that this program was built for. */
async function readiness({ database }: Services): Promise<Answer> {
  try {
    const { pending, problem } = await database.migrationStatus();
    if (problem) return json(503, { status: "unavailable", reason: problem.message });
    if (pending.length > 0)
      return json(503, { status: "unavailable", reason: `Migrations are pending: ${pending.join(", ")}.` });
    return json(200, { status: "ok" });
  } catch {
    return json(503, { status: "unavailable", reason: "The database does not answer." });
  }
}
