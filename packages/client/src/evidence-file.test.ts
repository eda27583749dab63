import { describe, expect, it } from "vitest";
import { createKunnaClient } from "./client.ts";

/** A client whose every answer is this, and the requests that it made. */
function answering(answer: () => Response) {
  const asked: [url: string, authorization: string | null][] = [];
  const client = createKunnaClient({
    url: "https://kunna.test/graphql",
    token: "secret",
    fetch: async (input, init) => {
      init?.signal?.throwIfAborted();
      asked.push([String(input), new Headers(init?.headers).get("authorization")]);
      return answer();
    },
  });
  return { asked, download: client.evidence.download };
}

describe("the download of an evidence file", () => {
  it("gives its bytes, and sends the token to the client's own origin alone", async () => {
    const { asked, download } = answering(() => new Response("bytes", { headers: { "content-type": "text/plain" } }));
    const file = await download("https://kunna.test/files/1");
    expect([await file.text(), file.type]).toEqual(["bytes", "text/plain"]);
    const others = [
      "https://files.kunna.test/files/1?signature=s",
      "http://kunna.test/files/1",
      "https://kunna.test:8443/files/1",
      "https://kunna.test@other.test/files/1",
      "//other.test/files/1",
    ];
    for (const url of others) await download(url);
    expect(asked.map(([, authorization]) => authorization)).toEqual(["Bearer secret", ...others.map(() => null)]);
  });

  it("throws KunnaError: what Kunna says, the status, or that it can't be had", async () => {
    const body = { error: { code: "LINK_EXPIRED", message: "Ask for the file again." } };
    const headers = { "x-request-id": "r1" };
    const said = answering(() => Response.json(body, { status: 410, headers }));
    const expected = { name: "KunnaError", code: "LINK_EXPIRED", status: 410, requestId: "r1" };
    await expect(said.download("https://kunna.test/files/1")).rejects.toMatchObject(expected);
    const { download } = answering(() => new Response("<Error/>", { status: 403 }));
    await expect(download("https://files.test/1")).rejects.toMatchObject({ code: "HTTP", status: 403 });
    const away = answering(() => {
      throw new TypeError("fetch failed");
    });
    await expect(away.download("https://files.test/1")).rejects.toMatchObject({ code: "NETWORK" });
    await expect(away.download("https://")).rejects.toMatchObject({ name: "KunnaError", code: "NETWORK" });
  });

  it("ends as the signal says", async () => {
    const { download } = answering(() => new Response("bytes"));
    const signal = AbortSignal.abort(new Error("left"));
    await expect(download("https://files.test/1", { signal })).rejects.toThrow("left");
  });
});
