import { describe, expect, test } from "vitest";
import { askLms, askLmsForJson } from "./ask-lms.ts";
import { ConnectorError } from "./connector-error.ts";
import type { ConnectorContext } from "./context.ts";

const now = new Date("2026-03-01T10:00:00Z");
const request = new Request("https://lms.example/api?token=hush", { headers: { authorization: "hush" } });

function context(answer: ConnectorContext["fetch"], signal = new AbortController().signal): ConnectorContext {
  return { settings: {}, secrets: {}, fetch: answer, now: () => now, signal };
}

async function problemOf(answer: () => Response): Promise<Pick<ConnectorError, "code" | "retryAfter" | "status">> {
  const error = await askLms(
    context(async () => answer()),
    request,
  ).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ConnectorError);
  expect(error.message).not.toContain("hush");
  const { code, retryAfter, status } = error;
  return { code, retryAfter, status };
}

describe("asking an LMS", () => {
  test("gives an answer that went well", async () => {
    expect(
      (
        await askLms(
          context(async () => new Response("yes", { status: 201 })),
          request,
        )
      ).status,
    ).toBe(201);
  });

  test.each<[number, Record<string, string>, string, number | null]>([
    [401, {}, "NOT_AUTHORISED", null],
    [403, {}, "NOT_AUTHORISED", null],
    [404, {}, "NOT_FOUND", null],
    [410, {}, "NOT_FOUND", null],
    [409, {}, "REFUSED", null],
    [429, {}, "RATE_LIMITED", null],
    [429, { "retry-after": "0" }, "RATE_LIMITED", 0],
    [429, { "retry-after": "120" }, "RATE_LIMITED", 120_000],
    [429, { "retry-after": "Sun, 01 Mar 2026 10:00:30 GMT" }, "RATE_LIMITED", 30_000],
    [429, { "retry-after": "Sun, 01 Mar 2026 09:00:00 GMT" }, "RATE_LIMITED", 0],
    [429, { "retry-after": "soon" }, "RATE_LIMITED", null],
    [503, { "retry-after": "5" }, "RATE_LIMITED", 5_000],
    [503, {}, "UNREACHABLE", null],
    [500, {}, "UNREACHABLE", null],
    [304, {}, "UNEXPECTED_ANSWER", null],
  ])("%i %j is %s", async (status, headers, code, retryAfter) => {
    expect(await problemOf(() => new Response(null, { status, headers }))).toEqual({ code, retryAfter, status });
  });

  test("says UNREACHABLE where there is no answer, also when it breaks off", async () => {
    const broken = new ReadableStream({ start: (stream) => stream.error(new Error("hush")) });
    const refused = context(async () => {
      throw new TypeError("fetch failed: hush");
    });
    for (const ask of [
      askLms(refused, request),
      askLmsForJson(
        context(async () => new Response(broken)),
        request,
        (value) => value,
      ),
    ]) {
      const error: Error = await (ask as Promise<never>).catch((thrown) => thrown);
      expect(error).toMatchObject({ name: "ConnectorError", code: "UNREACHABLE" });
      expect(`${error.message}${error.cause}`).not.toContain("hush");
    }
  });

  test("asks nothing once the signal has ended, and gives its reason", async () => {
    let asked = 0;
    const ended = context(async () => {
      asked += 1;
      return new Response();
    }, AbortSignal.abort("stop"));
    await expect(askLms(ended, request)).rejects.toBe("stop");
    expect(asked).toBe(0);
  });

  test("ends the request with the signal, and heeds the request's own", async () => {
    for (const whose of ["context", "request"]) {
      const [one, own] = [new AbortController(), new AbortController()];
      const hang: ConnectorContext["fetch"] = ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
          (whose === "context" ? one : own).abort("enough");
        });
      const asked = askLms(context(hang, one.signal), new Request(request, { signal: own.signal }));
      // The connector's own limit of time is an LMS that did not answer in time.
      const ends = expect(asked).rejects;
      await (whose === "context" ? ends.toBe("enough") : ends.toMatchObject({ code: "UNREACHABLE" }));
    }
  });

  test("for JSON gives what the parser makes of it, and quotes nothing of what it can't read", async () => {
    const ask = (text: string) =>
      askLmsForJson(
        context(async () => new Response(text)),
        request,
        need,
      );
    const need = (value: unknown): number => {
      if (typeof value !== "number") throw new Error(`hush: ${JSON.stringify(value)}`);
      return value;
    };
    expect(await ask("7")).toBe(7);
    for (const text of ["", "<p>hush", '"hush"']) {
      const error = await ask(text).catch((thrown) => thrown);
      expect(error).toMatchObject({ code: "UNEXPECTED_ANSWER" });
      expect(`${error.message}${error.cause}`).not.toContain("hush");
    }
  });

  test("leaves a problem that the parser names as it is", async () => {
    const named = new ConnectorError("NOT_FOUND", "The LMS says so with the status 200.");
    const ask = askLmsForJson(
      context(async () => new Response("{}")),
      request,
      () => {
        throw named;
      },
    );
    await expect(ask).rejects.toBe(named);
  });
});
