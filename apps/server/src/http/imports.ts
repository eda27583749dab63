import type { IncomingMessage } from "node:http";
import {
  type ApiContext,
  type FrameworkFormat,
  frameworkFormats,
  type GivenFacts,
  ImportFileRefused,
  type ImportKind,
  importKinds,
  importRows,
  openFrameworkFile,
  readCsvRows,
  readJsonRows,
  type Services,
  visibleError,
} from "@kunna/api";
import { InvalidInput, NotPermitted, Refusal } from "@kunna/domain";
import type { Logger } from "pino";
import { type Authenticator, bearerToken } from "../authentication.ts";
import { type Answer, notFound, refusal } from "./answer.ts";
import { contextFor } from "./graphql.ts";

const readers = {
  "text/csv": readCsvRows,
  "application/x-ndjson": readJsonRows,
} as const;

type Lines = ReturnType<typeof importRows>;

/**
 * POST /import/<kind>: takes rows as they come and answers, line by line, what became of each (NDJSON); the last line is
 * the summary, or the error that ended it. A client reads while it sends: what it does not read holds the import up.
 */
export async function importAnswer(
  services: Services,
  authenticator: Authenticator,
  logger: Logger,
  request: IncomingMessage,
  url: URL,
): Promise<Answer> {
  // A body that nobody reads must not be waited for.
  const refuse = (status: number, code: string, message: string) => closing(refusal(status, code, message));
  const kind = url.pathname.slice("/import/".length);
  if (kind !== "framework" && !isKind(kind)) return closing(notFound("kind of import"));
  if (request.method !== "POST") return refuse(405, "METHOD_NOT_ALLOWED", "Only POST is answered here.");
  const context = await contextFor(services, authenticator, bearerToken(request.headers.authorization));
  if (!context.actor)
    return refuse(401, "UNAUTHENTICATED", "Sign in first: send a token as `Authorization: Bearer <token>`.");
  const type = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const format = url.searchParams.get("format") ?? "csv";
  if (kind === "framework" && !isFormat(format))
    return refuse(400, "BAD_REQUEST", `format is one of ${frameworkFormats.join(", ")}.`);
  const taken = kind === "framework" ? [format === "case" ? "application/json" : "text/csv"] : Object.keys(readers);
  if (!taken.includes(type))
    return refuse(415, "MEDIA_TYPE_NOT_TAKEN", `Send one of ${taken.join(", ")} as the Content-Type.`);
  const dryRun = url.searchParams.get("dryRun") ?? "false";
  if (dryRun !== "true" && dryRun !== "false") return refuse(400, "BAD_REQUEST", "dryRun is true or false.");

  try {
    const lines =
      kind === "framework"
        ? await startFramework(context, request, format as FrameworkFormat, url.searchParams, dryRun === "true")
        : startImport(context, request, kind, type as keyof typeof readers, dryRun === "true");
    // What is wrong from the beginning has a status of its own.
    const first = await lines.next();
    return {
      status: 200,
      headers: { "content-type": "application/x-ndjson; charset=utf-8", "cache-control": "no-store" },
      body: answerLines(first, lines, logger),
    };
  } catch (error) {
    if (error instanceof NotPermitted) return refuse(403, error.code, `${error.message} ${error.help}`);
    if (error instanceof ImportFileRefused || error instanceof InvalidInput)
      return refuse(400, error.code, `${error.message} ${error.help}`);
    throw error;
  }
}

function startImport(
  context: ApiContext,
  request: IncomingMessage,
  kind: ImportKind,
  type: keyof typeof readers,
  dryRun: boolean,
): Lines {
  const importer = importKinds[kind]();
  return importRows(context, importer, readers[type](request, importer.columns), { dryRun });
}

async function startFramework(
  context: ApiContext,
  request: IncomingMessage,
  format: FrameworkFormat,
  parameters: URLSearchParams,
  dryRun: boolean,
): Promise<Lines> {
  const { importer, rows } = await openFrameworkFile(format, givenFacts(parameters), request);
  return importRows(context, importer, rows, { dryRun });
}

function givenFacts(parameters: URLSearchParams): GivenFacts {
  const texts = (["key", "title", "version"] as const).flatMap((name) => {
    const value = parameters.get(name)?.trim();
    return value ? [[name, value] as const] : [];
  });
  const levels = parameters.get("levels");
  return { ...Object.fromEntries(texts), ...(levels ? { levels: levels.split(",").map((one) => one.trim()) } : {}) };
}

function isFormat(format: string): format is FrameworkFormat {
  return (frameworkFormats as readonly string[]).includes(format);
}

async function* answerLines(
  first: Awaited<ReturnType<Lines["next"]>>,
  lines: Lines,
  logger: Logger,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for (let next = first; !next.done; next = await lines.next()) {
      yield lineOf("rows" in next.value ? { summary: next.value } : next.value);
    }
  } catch (error) {
    yield lineOf({ error: errorOf(error, logger) });
  } finally {
    await lines.return();
  }
}

function errorOf(error: unknown, logger: Logger): object {
  if (error instanceof Refusal) {
    const { code, message, help } = error;
    return { code, message, help };
  }
  const visible = visibleError(error);
  if (visible) return { code: visible.extensions.code, message: visible.message };
  const errorId = crypto.randomUUID();
  logger.error({ err: error, errorId }, "An import failed.");
  const message = "Something went wrong on our side. What was told before is done; send the file again to go on.";
  return { code: "INTERNAL_SERVER_ERROR", message, errorId };
}

function lineOf(value: object): Uint8Array {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

function isKind(kind: string): kind is ImportKind {
  return Object.hasOwn(importKinds, kind);
}

function closing(answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, connection: "close" } };
}
