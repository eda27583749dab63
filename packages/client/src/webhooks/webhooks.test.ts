import { Webhook } from "standardwebhooks";
import { describe, expect, expectTypeOf, it } from "vitest";
import { receiveWebhook, verifyWebhook, type WebhookEvent } from "./index.ts";

const secret = `whsec_${btoa("s".repeat(32))}`;
const other = `whsec_${btoa("o".repeat(32))}`;
const now = new Date("2026-11-28T09:00:00Z");
const awarded = {
  specversion: "1.0",
  id: "01a220e9-bdde-7c85-8b6f-0533592d91d4",
  source: "https://kunna.example.org/organisations/nordvik",
  type: "org.kunna.certificate_awarded",
  subject: "certifications/p/q",
  time: "2026-11-28T08:59:58.000Z",
  datacontenttype: "application/json",
  data: {
    cursor: "ZmVlZDoxMjM0",
    type: "CERTIFICATE_AWARDED",
    occurredAt: "2026-11-28T08:59:58.000Z",
    dueAt: null,
    certificateId: "Q2VydGlmaWNhdGU6MQ",
    facts: { number: "7F3K-9Q2M-XB4D", validFrom: "2026-11-28T08:59:58.000Z", expiresAt: null },
  },
};
const body = JSON.stringify({ ...awarded, note: "Åse – €" });

/** A delivery as the peer signs it: by these secrets, at this moment. */
function deliver({ by = [secret], at = now, of = body }: { by?: string[]; at?: Date; of?: string } = {}) {
  const signatures = by.map((each) => new Webhook(each).sign(awarded.id, at, of));
  const headers = {
    "webhook-id": awarded.id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
    "webhook-signature": signatures.join(" "),
  };
  return { headers, body: of };
}

const seconds = (count: number) => new Date(now.getTime() + count * 1_000);

describe("a delivery", () => {
  it("that the peer signed is an event with its facts", async () => {
    const event = await verifyWebhook({ ...deliver(), secrets: secret, now });
    const { data, id, source, subject } = awarded;
    expect(event).toEqual({ id, source, subject, ...data });
    // The type tells the facts: neither needs a cast.
    if (event.type === "CERTIFICATE_AWARDED") expectTypeOf(event.facts.number).toEqualTypeOf<string>();
    if (event.type === "PING") expectTypeOf(event).not.toHaveProperty("facts");
    expectTypeOf<WebhookEvent["type"]>()
      .extract<"RENEWAL_OPENED" | "PING">()
      .toEqualTypeOf<"RENEWAL_OPENED" | "PING">();
  });

  it("is the same in bytes, and with the headers of Node or of fetch in whatever case, of whatever realm", async () => {
    const { headers } = deliver();
    const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]));
    const elsewhere = { get: (name: string) => new Headers(headers).get(name) } as Headers;
    for (const given of [headers, upper, new Headers(headers), elsewhere]) {
      const delivery = { headers: given, body: new TextEncoder().encode(body) };
      expect((await verifyWebhook({ ...delivery, secrets: [secret], now })).id).toBe(awarded.id);
    }
  });

  it("of a rotation is good by the old secret, by the new one, and by both", async () => {
    for (const by of [[secret], [other], [other, secret]]) {
      for (const secrets of [[secret, other], [other, secret], by]) {
        await expect(verifyWebhook({ ...deliver({ by }), secrets, now })).resolves.toMatchObject({ id: awarded.id });
      }
    }
    const both = deliver({ by: [other, secret] });
    for (const secrets of [secret, other])
      await expect(verifyWebhook({ ...both, secrets, now })).resolves.toBeDefined();
  });

  it("is refused with a code when it is not what was signed", async () => {
    const { headers } = deliver();
    const missing = "HEADERS_MISSING";
    const mismatch = "SIGNATURE_MISMATCH";
    const cases: [code: string, headers: Record<string, string | undefined>, body: string, secrets: string[]][] = [
      [missing, { ...headers, "webhook-id": undefined }, body, [secret]],
      [missing, { ...headers, "webhook-timestamp": "soon" }, body, [secret]],
      [missing, { ...headers, "webhook-timestamp": "" }, body, [secret]],
      [missing, { ...headers, "webhook-signature": "" }, body, [secret]],
      [mismatch, { ...headers, "webhook-id": "another" }, body, [secret]],
      [mismatch, { ...headers, "webhook-timestamp": String(seconds(1).getTime() / 1_000) }, body, [secret]],
      [mismatch, headers, `${body} `, [secret]],
      [mismatch, headers, body, [other]],
      [mismatch, { ...headers, "webhook-signature": "v1,###" }, body, [secret]],
      [mismatch, { ...headers, "webhook-signature": "v1," }, body, [secret]],
      [
        mismatch,
        { ...headers, "webhook-signature": headers["webhook-signature"].replace("v1,", "v1a,") },
        body,
        [secret],
      ],
      ["SECRET_INVALID", headers, body, []],
      ["SECRET_INVALID", headers, body, [secret, ""]],
      ["SECRET_INVALID", headers, body, ["whsec_"]],
      ["SECRET_INVALID", headers, body, [secret.replace("whsec_", "")]],
      ["SECRET_INVALID", headers, body, ["whsec_%%%"]],
    ];
    for (const [code, given, text, secrets] of cases) {
      const verified = verifyWebhook({ headers: given, body: text, secrets, now });
      await expect(verified, `${code} ${JSON.stringify(given)}`).rejects.toMatchObject({ name: "WebhookError", code });
    }
  });

  it("is refused when it was signed more than five minutes ago or ahead, or than is tolerated", async () => {
    const verified = (at: Date, tolerance?: number) =>
      verifyWebhook({ ...deliver({ at }), secrets: secret, now, ...(tolerance === undefined ? {} : { tolerance }) });
    await expect(verified(seconds(-300))).resolves.toBeDefined();
    await expect(verified(seconds(300))).resolves.toBeDefined();
    await expect(verified(seconds(-301))).rejects.toMatchObject({ code: "TIMESTAMP_TOO_OLD" });
    await expect(verified(seconds(301))).rejects.toMatchObject({ code: "TIMESTAMP_TOO_NEW" });
    await expect(verified(seconds(-301), 600)).resolves.toBeDefined();
    await expect(verified(seconds(-2), 1)).rejects.toMatchObject({ code: "TIMESTAMP_TOO_OLD" });
    // By the clock: what was signed long ago is old.
    await expect(verifyWebhook({ ...deliver({ at: new Date(0) }), secrets: secret })).rejects.toMatchObject({
      code: "TIMESTAMP_TOO_OLD",
    });
  });

  it("that was signed well and is no event is told apart", async () => {
    for (const of of ["", "no JSON", "null", "[]", "{}", '{"id":"1","data":null}', '{"id":"1","data":{"type":1}}']) {
      const verified = verifyWebhook({ ...deliver({ of }), secrets: secret, now });
      await expect(verified, of).rejects.toMatchObject({ code: "BODY_MALFORMED" });
    }
  });
});

describe("a request", () => {
  const request = (of: BodyInit | null, headers: Record<string, string>) =>
    new Request("https://hooks.example.org/", { method: "POST", headers, body: of });

  it("is read and verified", async () => {
    const { headers } = deliver();
    expect((await receiveWebhook(request(body, headers), { secrets: secret, now })).type).toBe("CERTIFICATE_AWARDED");
    await expect(receiveWebhook(request(null, headers), { secrets: secret, now })).rejects.toMatchObject({
      code: "SIGNATURE_MISMATCH",
    });
  });

  it("is not read on when it is larger than an event may be", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 100_000;
        controller.enqueue(new Uint8Array(100_000));
      },
    });
    const large = { method: "POST", headers: deliver().headers, body: endless, duplex: "half" };
    const received = receiveWebhook(new Request("https://hooks.example.org/", large), { secrets: secret, now });
    await expect(received).rejects.toMatchObject({ code: "BODY_TOO_LARGE" });
    expect(sent).toBeLessThan(2_000_000);
  });
});
