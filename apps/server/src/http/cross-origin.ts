import type { ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";

/**
 * Lets the pages of any origin send and fetch files. Who asks is told by a token in a header, or by the link itself, which no
 * browser sends by itself: so no page gets more than whoever wrote it could.
 */
export function openToAllOrigins(response: ServerResponse): void {
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader(
    "access-control-expose-headers",
    "accept-ranges, content-disposition, content-range, etag, x-request-id",
  );
}

/** What a browser asks before it sends a token from a page of another origin. */
export const preflight: Answer = {
  status: 204,
  headers: {
    "access-control-allow-methods": "GET, HEAD, POST",
    "access-control-allow-headers": "authorization, content-type, if-none-match, if-range, range",
    "access-control-max-age": "7200",
  },
  body: "",
};
