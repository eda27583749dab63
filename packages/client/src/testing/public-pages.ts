import type { MockObject } from "./world.ts";
import type { WorldResolver } from "./world-resolver.ts";

/** What anyone may fetch of a certificate at its public address: the credential, or what is verified of it. */
export function publicAnswer(world: WorldResolver, { pathname, searchParams }: URL): Response {
  const number = decodeURIComponent(pathname.match(/\/certificates\/([^/]+)$/)?.[1] ?? "");
  const certificate = number === "" ? null : world.findBy("Certificate", "number", number.toUpperCase());
  if (!certificate)
    return Response.json({ error: { code: "NOT_FOUND", message: "No such address." } }, { status: 404 });
  const facts = (...fields: string[]) =>
    Object.fromEntries(fields.map((field) => [field, world.read(certificate, field)]));
  if (searchParams.get("format") !== "verification") return Response.json(world.read(certificate, "credential"));
  const standing = String(world.read(certificate, "standing"));
  const version = world.read(certificate, "version") as MockObject;
  const organisation = { name: world.read({ __typename: "Organisation", n: 0 }, "name") };
  return Response.json({
    ...facts("number", "title", "recipientName", "awardedAt", "validFrom", "expiresAt"),
    ...{
      publicUrl: world.read(certificate, "url"),
      credentialUrl: `${world.read(certificate, "url")}?format=credential`,
    },
    ...{ summary: world.read(version, "summary"), organisation, timeZone: "Europe/Stockholm" },
    standing: { word: standing, certified: standing === "CERTIFIED" || standing === "RENEWAL_OPEN" },
    signature: { verified: true, checkedAt: new Date().toISOString(), problems: [] },
    competencies: [],
    shownBy: [],
  });
}
