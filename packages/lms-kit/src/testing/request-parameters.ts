/** The parameters of a request: of the query, or of a form that was posted. A name that comes twice is told in `repeated`. */
export interface Parameters {
  readonly values: ReadonlyMap<string, string>;
  readonly repeated: readonly string[];
}

function parametersOf(search: URLSearchParams): Parameters {
  const values = new Map<string, string>();
  const repeated: string[] = [];
  for (const [name, value] of search) {
    if (values.has(name)) repeated.push(name);
    else values.set(name, value);
  }
  return { values, repeated };
}

const mediaTypeOf = (request: Request) =>
  request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";

/** Whether the request says that it carries this media type. */
export const carries = (request: Request, mediaType: string) => mediaTypeOf(request) === mediaType;

/** The parameters of a request; null: it is a POST of something that is no form. */
export async function requestParameters(request: Request): Promise<Parameters | null> {
  if (request.method === "GET") return parametersOf(new URL(request.url).searchParams);
  if (!carries(request, "application/x-www-form-urlencoded")) return null;
  return parametersOf(new URLSearchParams(await request.text()));
}
