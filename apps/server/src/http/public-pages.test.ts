import { createKunnaClient } from "@kunna/client";
import { digComp } from "@kunna/testing";
import { expect, it } from "vitest";
import { startTestServer } from "../server.test.support.ts";
import { tour } from "../tour/tour.ts";

const peer: { verify: (credential: unknown) => Promise<{ verified: boolean; error?: string }> } = await import(
  new URL("../peers/digitalbazaar.mjs", import.meta.url).href
);

it("shows a certificate at its public address: to a person a page, to a program a credential that others verify", async () => {
  const { url, demo } = await startTestServer({ KUNNA_DEMO: "true" });
  if (!demo) throw new Error("The server has no demo.");
  const number = await tour(demo, await digComp(), () => {});
  const address = `${url}/certificates/${number}`;
  const get = (headers: Record<string, string>, path = address) => fetch(path, { headers });

  const page = await get({ accept: "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": "en" });
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  const text = await page.text();
  expect(text).toContain('<html lang="en"');
  expect(text).toContain("Elin Bergström");
  expect(text).not.toMatch(/fourteen|sign-up list/);
  expect(await (await get({ accept: "text/html", "accept-language": "sv-SE,en;q=0.5" })).text()).toContain(
    '<html lang="sv"',
  );

  for (const accept of ["application/vc", "application/vc+ld+json", "application/json", "*/*"]) {
    const answer = await get({ accept });
    expect(answer.headers.get("content-type")).toBe(accept === "application/vc+ld+json" ? accept : "application/vc");
    expect(answer.headers.get("vary")).toContain("accept");
    expect(await peer.verify(await answer.json())).toEqual({ verified: true, error: undefined });
  }
  const credential = await (await get({ accept: "text/html" }, `${address}?format=credential`)).json();
  expect(await peer.verify(credential)).toMatchObject({ verified: true });
  const forged = { ...credential, validUntil: "2099-01-01T00:00:00Z" };
  expect(await peer.verify(forged)).toMatchObject({ verified: false });

  const { certificates } = createKunnaClient({ url: `${url}/graphql`, token: "" });
  const verified = await certificates.verify(number.toLowerCase());
  expect(verified).toMatchObject({
    ...{ number, publicUrl: address, recipientName: "Elin Bergström", organisation: { name: expect.any(String) } },
    standing: { word: "CERTIFIED", certified: true },
    signature: { verified: true, problems: [] },
  });
  expect(verified?.credentialUrl).toBe(`${address}?format=credential`);
  expect(JSON.stringify(verified)).not.toMatch(/fourteen|sign-up list/);
  expect((await get({}, `${address}?format=verification`)).headers.get("access-control-allow-origin")).toBe("*");

  // Typed by hand, it is found too; one letter off, nothing is.
  expect(
    (await get({ accept: "text/html" }, `${url}/certificates/${number.toLowerCase().replaceAll("-", "")}`)).status,
  ).toBe(200);
  const other = `${number.slice(0, -1)}${number.endsWith("0") ? "1" : "0"}`;
  for (const path of [
    `${url}/certificates/${other}`,
    `${url}/certificates/x`,
    `${url}/certificates/%F0%9F`,
    `${url}/issuers/nobody`,
  ]) {
    expect([path, (await get({ accept: "application/vc" }, path)).status]).toEqual([path, 404]);
  }
  for (const unknown of [other, "x", "../graphql", "a/b?c"]) expect(await certificates.verify(unknown)).toBeNull();
});
