import { readBounded } from "./limited-fetch.ts";
import { LtiRefusal, type ProblemCode } from "./problems.ts";

/** Bytes of a launch's body: a token with every claim that LTI has is some 8 KiB. */
export const bodyLimit = 256 * 1024;

/** The parameters of a request, from its query or its form. Each may be there once: two are a way to have two readers differ. */
export async function readParameters(
  request: Request,
  { malformed, tooLarge }: { readonly malformed: ProblemCode; readonly tooLarge: ProblemCode },
): Promise<ReadonlyMap<string, string>> {
  const entries =
    request.method === "POST" ? await form(request, { malformed, tooLarge }) : new URL(request.url).searchParams;
  const parameters = new Map<string, string>();
  for (const [name, value] of entries) {
    if (parameters.has(name)) throw new LtiRefusal(malformed, `The parameter ${name} is there twice.`);
    parameters.set(name, value);
  }
  return parameters;
}

async function form(
  request: Request,
  { malformed, tooLarge }: { readonly malformed: ProblemCode; readonly tooLarge: ProblemCode },
): Promise<URLSearchParams> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return new URLSearchParams();
  const bytes = await readBounded(request.body, bodyLimit).catch((error: unknown) => {
    throw new LtiRefusal(malformed, "The body broke off.", { cause: error });
  });
  if (bytes === null) throw new LtiRefusal(tooLarge, `The body is over ${bodyLimit} bytes.`);
  return new URLSearchParams(new TextDecoder().decode(bytes));
}
