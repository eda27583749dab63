import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  getOperationAST,
  parse,
  subscribe,
  validate,
} from "graphql";

type Execution = Pick<ExecutionArgs, "schema" | "fieldResolver">;
type Body = { readonly query: string; readonly variables?: Record<string, unknown>; readonly operationName?: string };

/** Answers a request as Kunna does: GraphQL over HTTP, with files by the multipart request specification, and over SSE. */
export async function answer(execution: Execution, request: Request): Promise<Response> {
  const headers = { "x-request-id": "mock" };
  const body = await bodyOf(request);
  if (!body)
    return Response.json({ errors: [problem("It is no GraphQL request.", "BAD_REQUEST")] }, { status: 400, headers });
  const { query, variables: variableValues, operationName } = body;
  const document = parsed(query);
  if (document instanceof GraphQLError) return Response.json({ errors: [document] }, { status: 400, headers });
  const errors = validate(execution.schema, document).map(({ message, nodes }) =>
    problem(message, "GRAPHQL_VALIDATION_FAILED", nodes),
  );
  if (errors.length > 0) return Response.json({ errors }, { status: 400, headers });
  const { signal } = request;
  const operation = { ...execution, document, variableValues, operationName, contextValue: { signal }, rootValue: {} };
  if (getOperationAST(document, operationName)?.operation !== "subscription") {
    return Response.json(await execute(operation), { headers });
  }
  const results = await subscribe(operation);
  if (!(Symbol.asyncIterator in results)) return Response.json(results, { headers });
  return new Response(eventStream(results), { headers: { ...headers, "content-type": "text/event-stream" } });
}

/** GraphQL over SSE, distinct connections mode; as Kunna, it says every 12 s that it is there. */
function eventStream(results: AsyncGenerator<ExecutionResult, void, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  return new ReadableStream({
    start: (controller) => {
      const beat = () => {
        if (controller.desiredSize === null) clearInterval(heartbeat);
        else controller.enqueue(encoder.encode(":\n\n"));
      };
      beat();
      heartbeat = setInterval(beat, 12_000);
    },
    async pull(controller) {
      const { done, value } = await results.next();
      if (done) clearInterval(heartbeat);
      const data = done ? "" : JSON.stringify(value);
      controller.enqueue(encoder.encode(`event: ${done ? "complete" : "next"}\ndata: ${data}\n\n`));
      if (done) controller.close();
    },
    cancel: async () => {
      clearInterval(heartbeat);
      void results.return();
    },
  });
}

async function bodyOf(request: Request): Promise<Body | null> {
  const isForm = request.headers.get("content-type")?.startsWith("multipart/form-data");
  const read = isForm ? request.formData().then(multipartOf) : request.json();
  // Malformed, or cut off on its way.
  const body = await read.catch(() => null);
  return typeof body?.query === "string" ? body : null;
}

function multipartOf(form: FormData): Body {
  const body = JSON.parse(String(form.get("operations")));
  const map = JSON.parse(String(form.get("map"))) as Readonly<Record<string, readonly string[]>>;
  for (const [name, paths] of Object.entries(map)) {
    for (const path of paths) body.variables[path.replace(/^variables\./, "")] = form.get(name);
  }
  return body;
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    return problem(error instanceof Error ? error.message : "It can't be read.", "GRAPHQL_PARSE_FAILED");
  }
}

function problem(message: string, code: string, nodes: GraphQLError["nodes"] | null = null): GraphQLError {
  return new GraphQLError(message, { nodes: nodes ?? null, extensions: { code } });
}
