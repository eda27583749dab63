import { createHmac } from "node:crypto";
import type { InboundMessage } from "@kunna/lms-kit";

/** What the sample LMS writes down when something becomes true. A later record with the same id corrects the earlier one. */
export interface SampleRecord {
  readonly id: string;
  readonly person: string;
  readonly course: string;
  readonly activity: string;
  readonly at: string;
  readonly completed?: boolean;
  readonly points?: number;
  readonly most?: number;
}

/** A result that was pushed, as the sample LMS keeps it. */
export interface SampleResult {
  readonly person: string;
  readonly share: number;
  readonly completed: boolean;
  readonly at: string;
}

export type SampleLms = ReturnType<typeof sampleLms>;

/**
 * An LMS that is not there: people, one course and a log, in memory, asked by HTTP as any other. It stands for a real one
 * in tests of a connector, and is replaced by a double of yours, or by your LMS itself.
 */
export function sampleLms() {
  const url = "https://sample-lms.example";
  const token = "sample-token-1f0c8a";
  const webhookSecret = "sample-webhook-secret-77d1";
  const people = ["Ada", "Bo", "Cilla", "Dag", "Eva"].map((name, index) => ({
    id: `u${index + 1}`,
    name,
    email: `${name.toLowerCase()}@sample-lms.example`,
  }));
  /** Those of the course `c1`, whose teacher is Dag. Eva has left it. */
  const members = people.map(({ id }) => ({ person: id, teacher: id === "u4", left: id === "u5" }));
  const records: SampleRecord[] = [];
  const results: SampleResult[] = [];

  function write(record: Omit<SampleRecord, "course" | "at">): SampleRecord {
    const written = { ...record, course: "c1", at: new Date().toISOString() };
    records.push(written);
    return written;
  }

  function pageOfMembers(page: number): unknown {
    const end = page * 2 + 2;
    return { members: members.slice(page * 2, end), next: end < members.length ? page + 1 : null };
  }

  function recordsAfter(after: number): Response {
    if (after > records.length) return Response.json({ error: "no such place" }, { status: 409 });
    const page = records.slice(after, after + 2);
    const last = after + page.length;
    return Response.json({ records: page, last, more: last < records.length });
  }

  /** PUT is the person's result from now on; POST is one more. */
  async function keep(request: Request, target: string, person: string): Promise<Response> {
    if (target !== "result-1") return found(undefined);
    const result = { ...((await request.json()) as SampleResult), person };
    const place = results.findIndex((one) => one.person === person);
    if ((results[place]?.at ?? "") > result.at) return Response.json({ error: "older" }, { status: 409 });
    if (request.method === "PUT" && place >= 0) results[place] = result;
    else results.push(result);
    return Response.json({});
  }

  /** What is asked of it by HTTP. */
  async function fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const [, kind = "", id = "", person = ""] = pathname.split("/").map(decodeURIComponent);
    if (request.headers.get("authorization") !== `Bearer ${token}`) return new Response(null, { status: 401 });
    if (kind === "site") return Response.json({ name: "Sample LMS" });
    if (kind === "people") return found(people.find((one) => one.id === id));
    if (kind === "courses") return found(id === "c1" ? pageOfMembers(Number(searchParams.get("page"))) : undefined);
    if (kind === "records") return recordsAfter(Number(searchParams.get("after")));
    if (kind === "results" && request.method !== "GET") return keep(request, id, person);
    return found(undefined);
  }

  return {
    ...{ url, token, webhookSecret, people, members, records, results, fetch },
    completes: (person: string, activity: string, completed = true) =>
      write({ id: `completion-${activity}-${person}`, person, activity, completed }),
    isGraded: (person: string, activity: string, points: number) =>
      write({ id: `grade-${activity}-${person}`, person, activity, points, most: 10 }),
    /** The message that it sends of a record, signed with `secret`. */
    messageOf(record: SampleRecord, secret = webhookSecret): InboundMessage {
      const body = JSON.stringify({ records: [record] });
      const sent = String(Math.floor(Date.now() / 1_000));
      const signature = createHmac("sha256", secret).update(`${sent}.${body}`).digest("hex");
      return { headers: { "x-sample-sent": sent, "x-sample-signature": signature }, body };
    },
  };
}

function found(value: unknown): Response {
  return value === undefined ? new Response(null, { status: 404 }) : Response.json(value);
}
