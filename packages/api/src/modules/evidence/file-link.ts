import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { encodeId } from "../../schema/ids.ts";
import type { Services } from "../../services.ts";

/** How long a link is good, in milliseconds, and how often it changes: until then a browser may use what it has. */
const goodFor = 5 * 60_000;
const changesEvery = 60_000;

type LinkServices = Pick<Services, "publicUrl" | "filesOrigin" | "installationSecret" | "now">;

/** Whose file a link is for. */
export interface LinkedFile {
  readonly organisationId: string;
  readonly fileId: string;
}

/**
 * Where a file is downloaded from. On an origin of its own nobody is signed in, so the link itself holds the permission of
 * who asked for it, for a short time.
 */
export function fileUrl(services: LinkServices, organisationId: string, fileId: string): string {
  const { publicUrl, filesOrigin } = services;
  const path = `/files/${encodeId("EvidenceFile", fileId)}`;
  if (filesOrigin === null) return `${publicUrl}${path}`;
  const until = (Math.floor(services.now().getTime() / changesEvery) * changesEvery + changesEvery + goodFor) / 1_000;
  const facts = { of: organisationId, until: String(until) };
  const signature = sign(services, { organisationId, fileId }, facts.until).toString("base64url");
  return `${filesOrigin}${path}?${new URLSearchParams({ ...facts, signature })}`;
}

/** What a link opens; null when it is none of ours. */
export function openFileLink(
  services: LinkServices,
  fileId: string,
  parameters: URLSearchParams,
): LinkedFile | "EXPIRED" | null {
  const organisationId = parameters.get("of") ?? "";
  const until = parameters.get("until") ?? "";
  const given = Buffer.from(parameters.get("signature") ?? "", "base64url");
  const expected = sign(services, { organisationId, fileId }, until);
  if (given.byteLength !== expected.byteLength || !timingSafeEqual(given, expected)) return null;
  return Number(until) * 1_000 <= services.now().getTime() ? "EXPIRED" : { organisationId, fileId };
}

function sign({ installationSecret }: LinkServices, { organisationId, fileId }: LinkedFile, until: string): Buffer {
  // A key of its own: what is signed here stands for nothing else.
  const key = Buffer.from(hkdfSync("sha256", installationSecret, "", "kunna file link", 32));
  return createHmac("sha256", key)
    .update(JSON.stringify([organisationId, fileId, until]))
    .digest();
}
