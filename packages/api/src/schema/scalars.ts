import { GraphQLError } from "graphql";
import { Temporal } from "temporal-polyfill";
import { builder } from "../builder.ts";
import { decodeFeedCursor, encodeFeedCursor } from "./feed-cursor.ts";

/** A value that a scalar can't take: the client's fault, told in its words. */
function refuse(scalar: string, wanted: string): GraphQLError {
  return new GraphQLError(`${scalar} must be ${wanted}.`, { extensions: { code: "BAD_USER_INPUT" } });
}

function text(scalar: string, wanted: string, value: unknown): string {
  if (typeof value !== "string" || value.length > 100) throw refuse(scalar, wanted);
  return value;
}

const instant = "an instant in ISO 8601 with its offset, such as 2026-11-24T09:00:00Z";
builder.scalarType("DateTime", {
  description: `An instant: ${instant}. Always given in UTC.`,
  serialize: (value) => (value instanceof Date ? value : new Date(value as string)).toISOString(),
  parseValue: (value) => {
    try {
      return new Date(Temporal.Instant.from(text("DateTime", instant, value)).epochMilliseconds);
    } catch {
      throw refuse("DateTime", instant);
    }
  },
});

const day = "a calendar day such as 2026-11-24";
builder.scalarType("Date", {
  description: "A calendar day in the organisation's time zone, such as 2026-11-24.",
  serialize: (value) => String(value),
  parseValue: (value) => {
    const given = text("Date", day, value);
    try {
      if (/^\d{4}-\d{2}-\d{2}$/.test(given)) return Temporal.PlainDate.from(given).toString();
    } catch {
      // Not a day of the calendar, such as 2026-02-30: refused below.
    }
    throw refuse("Date", day);
  },
});

const duration = "an ISO 8601 duration such as P2Y or P90D";
builder.scalarType("Duration", {
  description: `A calendar duration: ${duration}.`,
  serialize: (value) => String(value),
  parseValue: (value) => {
    try {
      return Temporal.Duration.from(text("Duration", duration, value)).toString();
    } catch {
      throw refuse("Duration", duration);
    }
  },
});

const cursor = "a cursor as this API gave it";
builder.scalarType("Cursor", {
  description:
    "A place in the organisation's feed of events: opaque, stable, and later in the feed the later it was given.",
  serialize: (value) => encodeFeedCursor(BigInt(value as bigint)),
  parseValue: (value) => {
    const position = decodeFeedCursor(text("Cursor", cursor, value));
    if (position === null) throw refuse("Cursor", cursor);
    return position;
  },
});

builder.scalarType("JSON", {
  description: "Any JSON value.",
  serialize: (value) => value,
  parseValue: (value) => value,
});

builder.scalarType("File", {
  description: "A file of a multipart request (GraphQL multipart request specification).",
  serialize: () => {
    throw new GraphQLError("A File is only ever sent to the API.");
  },
  parseValue: (value) => {
    if (isFile(value)) return value;
    throw refuse("File", "sent as a part of a multipart/form-data request");
  },
});

/** A part of a multipart request. Not `instanceof`: servers bring classes of their own. A JSON value has no methods. */
function isFile(value: unknown): value is File {
  return (
    typeof value === "object" &&
    value !== null &&
    "stream" in value &&
    typeof value.stream === "function" &&
    "name" in value &&
    typeof value.name === "string" &&
    "type" in value &&
    typeof value.type === "string"
  );
}
