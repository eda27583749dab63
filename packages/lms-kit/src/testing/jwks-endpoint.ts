import { faultyResponse, type ServiceMisbehaviour } from "./service-misbehaviour.ts";
import type { World } from "./world.ts";

const filler = { kty: "RSA", e: "AQAB", use: "sig", alg: "RS256", n: "A".repeat(342) };

/** A JWK Set without end. */
function endless(): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let count = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      count += 1;
      const key = JSON.stringify({ ...filler, kid: `filler-${count}` });
      controller.enqueue(encoder.encode(count === 1 ? `{"keys":[${key}` : `,${key}`));
    },
  });
}

function misbehaving(jwks: ServiceMisbehaviour["jwks"] | undefined, world: World): Response | null {
  switch (jwks) {
    case "ENDLESS":
      return new Response(endless(), { headers: { "content-type": "application/json" } });
    case "HUGE": {
      const fillers = Array.from({ length: 20_000 }, (_, at) => ({ ...filler, kid: `filler-${at}` }));
      return Response.json({ keys: [...fillers, ...world.keys.published] });
    }
    case "EMPTY":
      return Response.json({ keys: [] });
    case "REDIRECT_TO_PRIVATE":
      return new Response(null, { status: 302, headers: { location: "http://169.254.169.254/latest/meta-data/" } });
    default:
      return null;
  }
}

/** The platform's public keys: Security Framework 1.0 section 6.3, RFC 7517. */
export async function jwksEndpoint(request: Request, world: World): Promise<Response> {
  const fault = world.fault("jwks");
  const faulty = misbehaving(fault, world) ?? (await faultyResponse(fault, world.misbehaviour(), request.signal));
  return faulty ?? Response.json({ keys: world.keys.published }, { headers: { "cache-control": "max-age=60" } });
}
