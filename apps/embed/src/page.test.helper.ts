import type { CertificatePageFacts } from "./facts.ts";

/** A valid certificate of the first demo organisation. */
export const facts: CertificatePageFacts = {
  number: "7KQ4-M2XD-9WTR",
  publicUrl: "https://certifikat.nordvik.example.org/c/7KQ4-M2XD-9WTR",
  credentialUrl: "https://certifikat.nordvik.example.org/c/7KQ4-M2XD-9WTR/credential",
  title: "Communication and collaboration: Advanced",
  summary: "Make digital communication and collaboration work for a whole group.",
  recipientName: "Elin Bergström",
  organisation: { name: "Nordvik kommun", url: "https://nordvik.example.org/" },
  contentLanguage: "en",
  timeZone: "Europe/Stockholm",
  awardedAt: new Date("2025-11-03T09:12:00Z"),
  validFrom: new Date("2025-11-03T09:12:00Z"),
  expiresAt: new Date("2027-11-03T23:00:00Z"),
  standing: { word: "CERTIFIED", certified: true },
  signature: { verified: true, checkedAt: new Date("2025-11-24T13:02:00Z"), problems: [] },
  competencies: [{ code: "2.4", label: "Collaborating through digital technologies", level: "Highly advanced" }],
  shownBy: [
    {
      module: "Collaborating through digital technologies",
      requirement: "Making collaboration flow",
      kind: "OBSERVATION",
    },
    { module: "Use it at work", requirement: "What it changed", kind: "REFLECTION" },
  ],
};
