import { expect, it } from "vitest";
import { decodeId } from "../../schema/ids.ts";
import { fileUrl, openFileLink } from "./file-link.ts";

const organisationId = "0193a000-0000-7000-8000-000000000001";
const fileId = "0193a000-0000-7000-8000-000000000002";

function at(now: string, secret = 7) {
  return {
    publicUrl: "https://kunna.example.org",
    filesOrigin: "https://files.example.org",
    installationSecret: new Uint8Array(32).fill(secret),
    now: () => new Date(now),
  };
}

function open(url: string, services: ReturnType<typeof at>) {
  const { pathname, searchParams } = new URL(url);
  const { id } = decodeId(pathname.split("/")[2] ?? "");
  return openFileLink(services, id, searchParams);
}

it("R3 is the API's own address where files have no origin", () => {
  const services = { ...at("2026-11-24T10:00:00Z"), filesOrigin: null };
  expect(fileUrl(services, organisationId, fileId)).toMatch(/^https:\/\/kunna\.example\.org\/files\/[^?]+$/);
});

it.each([
  ["2026-11-24T10:00:20Z", { organisationId, fileId }],
  ["2026-11-24T10:05:59Z", { organisationId, fileId }],
  ["2026-11-24T10:06:00Z", "EXPIRED"],
  ["2027-11-24T10:00:00Z", "EXPIRED"],
])("R3 a link made at 10:00:20 opens at %s: %j", (now, expected) => {
  expect(open(fileUrl(at("2026-11-24T10:00:20Z"), organisationId, fileId), at(now))).toEqual(expected);
});

it("R3 is the same for a minute, so that a browser may keep what it has", () => {
  const [first, second, third] = ["2026-11-24T10:00:00Z", "2026-11-24T10:00:59Z", "2026-11-24T10:01:00Z"].map((now) =>
    fileUrl(at(now), organisationId, fileId),
  );
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

it("R3 a link of another installation opens nothing", () => {
  const url = fileUrl(at("2026-11-24T10:00:00Z", 8), organisationId, fileId);
  expect(open(url, at("2026-11-24T10:00:00Z"))).toBeNull();
});
