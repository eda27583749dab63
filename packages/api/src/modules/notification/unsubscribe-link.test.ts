import { expect, it } from "vitest";
import { openUnsubscribeLink, unsubscribeUrl } from "./unsubscribe-link.ts";

const services = { publicUrl: "https://kunna.example.org", installationSecret: Buffer.alloc(32, 7) };
const link = { organisationId: "acme", personId: "asa", kinds: ["RENEWALS", "AWARDS"] } as const;
const parameters = () => new URL(unsubscribeUrl(services, link)).searchParams;

it("holds whose notifications of which kinds it calls off", () => {
  expect(openUnsubscribeLink(services, parameters())).toEqual({ ...link, kinds: ["AWARDS", "RENEWALS"] });
});

it.each([
  ["of", "other"],
  ["who", "bo"],
  ["kinds", "AWARDS"],
  ["kinds", "AWARDS,RENEWALS,DECISIONS"],
  ["signature", ""],
  ["signature", "AAAA"],
])("is none of ours when its %s is %j", (name, value) => {
  const changed = parameters();
  changed.set(name, value);
  expect(openUnsubscribeLink(services, changed)).toBeNull();
});

it("is another installation's under another secret", () => {
  expect(openUnsubscribeLink({ ...services, installationSecret: Buffer.alloc(32, 8) }, parameters())).toBeNull();
});
