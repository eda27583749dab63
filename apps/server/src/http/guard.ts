import type { IncomingMessage } from "node:http";
import { maximumFileSize } from "@kunna/api";
import { type Answer, refusal } from "./answer.ts";

/** In bytes. A whole competency framework fits into an operation. */
const maximumOperation = 4 * 1024 * 1024;
const maximumUpload = maximumFileSize + 1024 * 1024;

/** Types that a browser sends to any site without asking first: taken only with a header that it does not (CSRF). */
const simpleTypes = ["multipart/form-data", "application/x-www-form-urlencoded", "text/plain"];
const provingHeaders = ["x-kunna-upload", "x-graphql-yoga-csrf", "apollo-require-preflight"];

/** Why a request to /graphql is turned away before its body is read, or null. */
export function turnAway({ method, headers }: IncomingMessage): Answer | null {
  if (method !== "POST") return null;
  const type = (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (simpleTypes.includes(type) && !provingHeaders.some((name) => headers[name] !== undefined)) {
    return refusal(403, "CSRF_REFUSED", `A request of the type ${type} needs the header x-kunna-upload: 1.`);
  }
  // Node holds a body to its told length, so telling it is what bounds it.
  const length = headers["content-length"];
  if (length === undefined) return refusal(411, "LENGTH_REQUIRED", "Send the request with a Content-Length.");
  if (Number(length) > limitOf(type)) return tooLarge(type);
  return null;
}

function limitOf(type: string): number {
  return type === "multipart/form-data" ? maximumUpload : maximumOperation;
}

function tooLarge(type: string): Answer {
  return refusal(413, "BODY_TOO_LARGE", `The body may have at most ${limitOf(type)} bytes.`);
}
