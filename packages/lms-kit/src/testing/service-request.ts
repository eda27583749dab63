import type { z } from "zod";
import { type Finding, finding, type Specification } from "./problems.ts";
import { carries } from "./request-parameters.ts";
import type { AccessToken, World } from "./world.ts";

/** An answer that says why, with what a tool's author can act on. */
export function refused(status: number, findings: readonly Finding[], headers: Record<string, string> = {}): Response {
  return Response.json(
    {
      error: findings.map((found) => found.code).join(" "),
      error_description: findings.map((f) => f.message).join(" "),
    },
    { status, headers },
  );
}

/** Writes down what is wrong with a request, and refuses it. */
export function refuseFor(
  world: World,
  request: Request,
  status: number,
  findings: readonly Finding[],
  headers?: Record<string, string>,
): Response {
  for (const found of findings) world.report(request, found);
  return refused(status, findings, headers);
}

/** The access token of a request that may do what asks for one of these scopes, or the refusal: RFC 6750 section 3.1. */
export function authorised(request: Request, world: World, scopes: readonly string[]): AccessToken | Response {
  const header = request.headers.get("authorization") ?? "";
  const told = (message: string) => [
    finding("ACCESS_TOKEN", "RFC 6750", "2.1 Authorization Request Header Field", message),
  ];
  const [, token] = /^Bearer ([\w.~+/-]+=*)$/i.exec(header) ?? [];
  if (token === undefined) {
    return refuseFor(world, request, 401, told("The request needs an access token, as Authorization: Bearer."), {
      "www-authenticate": "Bearer",
    });
  }
  const known = world.accessTokens.get(token);
  if (known === undefined || known.expires <= world.now().getTime()) {
    const found = told(
      known === undefined ? "The access token is not one of this platform's." : "The access token has expired.",
    );
    const challenge = { "www-authenticate": 'Bearer error="invalid_token"' };
    // A token that has expired is no mistake of the tool: it asks for another.
    return known === undefined ? refuseFor(world, request, 401, found, challenge) : refused(401, found, challenge);
  }
  if (!scopes.some((scope) => known.scopes.includes(scope))) {
    const found = finding(
      "INSUFFICIENT_SCOPE",
      "RFC 6750",
      "3.1 Error Codes",
      `The access token needs one of the scopes ${scopes.join(", ")}.`,
    );
    return refuseFor(world, request, 403, [found], { "www-authenticate": 'Bearer error="insufficient_scope"' });
  }
  return known;
}

/** Whether the request takes this media type, by its Accept; without one, it takes all. */
export function takes(request: Request, mediaType: string): boolean {
  const accept = request.headers.get("accept");
  if (accept === null || accept.trim() === "") return true;
  const ranges = accept.split(",").map((range) => range.split(";")[0]?.trim().toLowerCase());
  return ranges.some((range) => range === mediaType || range === "*/*" || range === "application/*");
}

/** The refusal of a request that does not take what is answered; null: it does. */
export function notAcceptable(
  request: Request,
  world: World,
  mediaType: string,
  spec: Specification,
  section: string,
): Response | null {
  if (takes(request, mediaType)) return null;
  const message = `Accept must be ${mediaType}, and is ${request.headers.get("accept")}.`;
  return refuseFor(world, request, 406, [finding("ACCEPT", spec, section, message)]);
}

/** The body of a request, as its schema has it, or the refusal. */
export async function jsonBody<T extends z.ZodType>(
  request: Request,
  world: World,
  body: {
    readonly mediaType: string;
    readonly schema: T;
    readonly code: string;
    readonly spec: Specification;
    readonly section: string;
  },
): Promise<z.infer<T> | Response> {
  if (!carries(request, body.mediaType)) {
    const message = `Content-Type must be ${body.mediaType}, and is ${request.headers.get("content-type")}.`;
    return refuseFor(world, request, 415, [finding("CONTENT_TYPE", body.spec, body.section, message)]);
  }
  let value: unknown;
  try {
    value = JSON.parse(await request.text());
  } catch {
    return refuseFor(world, request, 400, [finding(body.code, body.spec, body.section, "The body is no JSON.")]);
  }
  const parsed = body.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const findings = parsed.error.issues.map((issue) =>
    finding(body.code, body.spec, body.section, `${issue.path.map(String).join(".") || "The body"}: ${issue.message}`),
  );
  return refuseFor(world, request, 400, findings);
}

/** The refusal of a method that a service does not have. */
export function methodNotAllowed(
  request: Request,
  world: World,
  allow: string,
  spec: Specification,
  section: string,
): Response {
  const found = finding("METHOD", spec, section, `${request.method} is not offered here: ${allow}.`);
  return refuseFor(world, request, 405, [found], { allow });
}
