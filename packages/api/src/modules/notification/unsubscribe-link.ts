import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { type NotificationKind, notificationKinds } from "@kunna/domain";
import type { Services } from "../../services.ts";

type LinkServices = Pick<Services, "publicUrl" | "installationSecret">;

/** Whose notifications of which kinds a link calls off. */
export interface UnsubscribeLink {
  readonly organisationId: string;
  readonly personId: string;
  readonly kinds: readonly NotificationKind[];
}

/** The path of the links. */
export const unsubscribePath = "/notifications/unsubscribe";

/**
 * Where notifications are called off without signing in: the link itself holds the permission, for these kinds of this one
 * person, and is good for as long as the mail is kept.
 */
export function unsubscribeUrl(services: LinkServices, link: UnsubscribeLink): string {
  const { organisationId, personId, kinds } = link;
  const facts = { of: organisationId, who: personId, kinds: [...new Set(kinds)].sort().join(",") };
  const signature = sign(services, facts).toString("base64url");
  return `${services.publicUrl}${unsubscribePath}?${new URLSearchParams({ ...facts, signature })}`;
}

/** What a link calls off; null when it is none of ours. */
export function openUnsubscribeLink(services: LinkServices, parameters: URLSearchParams): UnsubscribeLink | null {
  const facts = {
    of: parameters.get("of") ?? "",
    who: parameters.get("who") ?? "",
    kinds: parameters.get("kinds") ?? "",
  };
  const given = Buffer.from(parameters.get("signature") ?? "", "base64url");
  const expected = sign(services, facts);
  if (given.byteLength !== expected.byteLength || !timingSafeEqual(given, expected)) return null;
  const kinds = facts.kinds.split(",").filter((kind): kind is NotificationKind => kind in notificationKinds);
  return { organisationId: facts.of, personId: facts.who, kinds };
}

function sign({ installationSecret }: LinkServices, facts: { of: string; who: string; kinds: string }): Buffer {
  // A key of its own: what is signed here stands for nothing else.
  const key = Buffer.from(hkdfSync("sha256", installationSecret, "", "kunna unsubscribe link", 32));
  return createHmac("sha256", key)
    .update(JSON.stringify([facts.of, facts.who, facts.kinds]))
    .digest();
}
