import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { type ConnectorContext, ConnectorError, type InboundMessage } from "@kunna/lms-kit";
import { identified } from "./statement.ts";

/** How old a signed message may be, in seconds. */
const longest = 300;

/**
 * The statements in a message that is authentic: signed, or with the password. xAPI has no signature of a request. This one is
 * `x-kunna-signature: sha256=` and the HMAC, in hexadecimal digits, of `x-kunna-timestamp` (seconds), a dot, and the body.
 * @throws ConnectorError INVALID_MESSAGE
 */
export function statementsIn(context: ConnectorContext, message: InboundMessage): readonly unknown[] {
  const { headers } = message;
  const proven = "x-kunna-signature" in headers ? isSigned(context, message) : hasPassword(context, headers);
  // A request without its version is none of xAPI (Communication, 3.3).
  const version = /^(1\.0|2\.0)(\.\d+)?$/.test(headers["x-experience-api-version"] ?? "");
  if (!proven || !version) throw invalid();
  let statements: unknown;
  try {
    statements = [JSON.parse(message.body)].flat();
  } catch {
    throw invalid();
  }
  // Without these a repeat would be another fact.
  if (!Array.isArray(statements) || !statements.every((one) => identified.safeParse(one).success)) throw invalid();
  return statements;
}

function isSigned({ secrets, now }: ConnectorContext, { headers, body }: InboundMessage): boolean {
  const sent = headers["x-kunna-timestamp"] ?? "";
  const age = Math.abs(now().getTime() / 1_000 - Number(sent));
  if (!secrets.inboundSecret || !/^\d+$/.test(sent) || !(age <= longest)) return false;
  const expected = createHmac("sha256", secrets.inboundSecret).update(`${sent}.${body}`).digest("hex");
  return isSame(headers["x-kunna-signature"] ?? "", `sha256=${expected}`);
}

function hasPassword({ settings, secrets }: ConnectorContext, headers: InboundMessage["headers"]): boolean {
  if (!settings.inboundUser || !secrets.inboundPassword) return false;
  const expected = Buffer.from(`${settings.inboundUser}:${secrets.inboundPassword}`).toString("base64");
  const [scheme = "", given = ""] = (headers.authorization ?? "").split(" ");
  return scheme.toLowerCase() === "basic" && isSame(given, expected);
}

/** In the same time wherever they differ, and however long they are. */
function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => createHash("sha256").update(text).digest());
  return first !== undefined && second !== undefined && timingSafeEqual(first, second);
}

function invalid(): ConnectorError {
  return new ConnectorError(
    "INVALID_MESSAGE",
    "The message is neither signed nor has it the password, is too old, or is no statement with an id and a timestamp.",
  );
}
