import { createHmac, timingSafeEqual } from "node:crypto";
import {
  askLmsForJson,
  type ConnectorContext,
  ConnectorError,
  type ConnectorHealth,
  contractVersion,
  defineConnector,
  type InboundMessage,
  type LmsFact,
} from "@kunna/lms-kit";
import { z } from "zod";

// What this LMS answers, as far as it is used. What comes from outside is parsed before it is believed.
const personShape = z.object({ id: z.string(), name: z.string(), email: z.string() });
const membersShape = z.object({
  members: z.array(z.object({ person: z.string(), teacher: z.boolean(), left: z.boolean() })),
  next: z.number().nullable(),
});
const completionShape = z.object({ completed: z.boolean() });
const gradeShape = z.object({ points: z.number(), most: z.number() });
const recordShape = z
  .object({ id: z.string(), person: z.string(), course: z.string(), activity: z.string(), at: z.iso.datetime() })
  .and(z.union([completionShape, gradeShape]));
const recordsShape = z.object({ records: z.array(recordShape), last: z.number(), more: z.boolean() });
const messageShape = z.object({ records: z.array(recordShape) });
type SampleRecord = z.infer<typeof recordShape>;

/** How old a message may be, in seconds: one that was overheard is worth nothing after that. */
const messageAge = 300;

export const connector = defineConnector({
  key: "sample",
  title: "Sample LMS",
  contract: contractVersion,
  capabilities: ["IDENTIFY", "ROSTER", "FACTS", "INBOUND", "PUSH"],
  fields: [
    {
      key: "url",
      label: { en: "Address of the LMS", sv: "Adress till lärplattformen" },
      secret: false,
      required: true,
    },
    { key: "token", label: { en: "Access token", sv: "Åtkomstnyckel" }, secret: true, required: true },
    {
      key: "webhookSecret",
      label: { en: "Secret of the webhook", sv: "Webhookens hemlighet" },
      help: { en: "Administration → Webhooks → Secret", sv: "Administration → Webhooks → Secret" },
      secret: true,
      required: true,
    },
  ],

  async check(context): Promise<ConnectorHealth> {
    const name = "The LMS answers with this token";
    try {
      const site = await askLmsForJson(context, get(context, "/site"), z.object({ name: z.string() }).parse);
      return { ok: true, checks: [{ name, ok: true, detail: site.name }] };
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      const steps = "See Administration → Access tokens.";
      return { ok: false, checks: [{ name, ok: false, detail: `${error.message} ${steps}` }] };
    }
  },

  async identify(context, subject) {
    const path = `/people/${encodeURIComponent(subject)}`;
    try {
      const { id, name, email } = await askLmsForJson(context, get(context, path), personShape.parse);
      return { issuer: issuer(context), subject: id, name, email };
    } catch (error) {
      if (hasStatus(error, 404)) return null;
      throw error;
    }
  },

  async roster(context, courseId, page = "0") {
    const path = `/courses/${encodeURIComponent(courseId)}?page=${encodeURIComponent(page)}`;
    const { members, next } = await askLmsForJson(context, get(context, path), membersShape.parse);
    return {
      items: members.map(({ person, teacher, left }) => ({
        identity: { issuer: issuer(context), subject: person },
        roles: [teacher ? "INSTRUCTOR" : "LEARNER"],
        active: !left,
      })),
      ...(next === null ? {} : { next: String(next) }),
    };
  },

  async facts(context, cursor) {
    const after = cursor ?? "0";
    if (!/^\d{1,15}$/.test(after)) throw unknownCursor();
    const answer = askLmsForJson(context, get(context, `/records?after=${after}`), recordsShape.parse);
    const { records, last, more } = await answer.catch((error) => {
      // Its log is shorter than that.
      throw hasStatus(error, 409) ? unknownCursor() : error;
    });
    return { facts: records.map((record) => factOf(context, record)), cursor: String(last), more };
  },

  async receive(context, message) {
    verify(context, message);
    return recordsIn(message).map((record) => factOf(context, record));
  },

  async push(context, { target, subject, share, completed, at }) {
    const url = `${issuer(context)}/results/${encodeURIComponent(target)}/${encodeURIComponent(subject)}`;
    const body = JSON.stringify({ share, completed, at: at.toISOString() });
    try {
      // What it answers is looked at: a proxy's page, with the status 200, is no word of the LMS's that it took the result.
      const request = new Request(url, { method: "PUT", headers: headers(context), body });
      await askLmsForJson(context, request, z.object({}).parse);
      return "TAKEN";
    } catch (error) {
      if (hasStatus(error, 409)) return "SUPERSEDED";
      throw error;
    }
  },
});

/** A setting as it is compared: an address with and without a slash at its end is the same installation. */
function issuer({ settings }: ConnectorContext): string {
  return (settings.url ?? "").replace(/\/+$/, "");
}

function headers({ secrets }: ConnectorContext): Record<string, string> {
  return { authorization: `Bearer ${secrets.token}` };
}

function get(context: ConnectorContext, path: string): Request {
  return new Request(`${issuer(context)}${path}`, { headers: headers(context) });
}

function hasStatus(error: unknown, status: number): boolean {
  return error instanceof ConnectorError && error.status === status;
}

function unknownCursor(): ConnectorError {
  return new ConnectorError("UNKNOWN_CURSOR", "This is no place in the log of the LMS.");
}

function factOf(context: ConnectorContext, record: SampleRecord): LmsFact {
  const { id, person, course, activity, at } = record;
  const base = {
    subject: person,
    occurredAt: new Date(at),
    provenance: { issuer: issuer(context), courseId: course, activityId: activity, recordId: id },
  };
  return "completed" in record
    ? { kind: "COMPLETION", completed: record.completed, ...base }
    : { kind: "GRADE", score: record.points, maximum: record.most, ...base };
}

/** A message is the LMS's when it is signed with the secret that both know, a short time ago. */
function verify({ secrets, now }: ConnectorContext, { headers, body }: InboundMessage): void {
  const sent = headers["x-sample-sent"] ?? "";
  const signature = Buffer.from(headers["x-sample-signature"] ?? "", "hex");
  const age = Math.abs(now().getTime() / 1_000 - Number(sent));
  // Without a secret nothing is authentic: an empty one would be known to everybody.
  if (!secrets.webhookSecret || !(age <= messageAge)) throw invalidMessage();
  const expected = createHmac("sha256", secrets.webhookSecret).update(`${sent}.${body}`).digest();
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) throw invalidMessage();
}

function recordsIn({ body }: InboundMessage): readonly SampleRecord[] {
  try {
    return messageShape.parse(JSON.parse(body)).records;
  } catch {
    throw invalidMessage();
  }
}

function invalidMessage(): ConnectorError {
  return new ConnectorError("INVALID_MESSAGE", "The message is not signed by this LMS, too old, or not readable.");
}
