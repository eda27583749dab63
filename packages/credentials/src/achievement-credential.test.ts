import { describe, expect, test } from "vitest";
import { z } from "zod";
import { achievementCredential } from "./achievement-credential.ts";
import { INPUT, signed } from "./fixture.test.support.ts";

// What Open Badges 3.0 requires, appendix "Data Models", of the classes that Kunna writes. Written from the
// specification's text, and strict: a member that a class does not have is a mistake here. 1EdTech's own JSON Schema is
// under its specification licence, which does not allow a copy in this repository.
const url = z.url();
const dateTimeZ = z.iso.datetime({ offset: true });
const withType = (type: string) => z.array(z.string()).refine((types) => types.includes(type), `Not a ${type}.`);

// "Profile": id and type are required.
const profile = z.strictObject({ id: url, type: withType("Profile"), name: z.string(), url });

// "Alignment": targetName and targetUrl are required.
const alignment = z.strictObject({
  type: withType("Alignment"),
  targetName: z.string(),
  targetUrl: url,
  targetCode: z.string(),
  targetFramework: z.string(),
  targetType: z
    .enum([
      "ceasn:Competency",
      "ceterms:Credential",
      "CFItem",
      "CFRubric",
      "CFRubricCriterion",
      "CFRubricCriterionLevel",
      "CTDL",
    ])
    .optional(),
});

// "Achievement": id, type, criteria, description and name are required; "Criteria" should have an id or a narrative.
const achievement = z.strictObject({
  id: url,
  type: withType("Achievement"),
  achievementType: z.string(),
  name: z.string(),
  description: z.string(),
  criteria: z.strictObject({ narrative: z.string().min(1) }),
  alignment: z.array(alignment).optional(),
});

// "IdentityObject": type, hashed, identityHash and identityType are required; unhashed, identityHash is the plain value.
const identity = z.strictObject({
  type: z.literal("IdentityObject"),
  hashed: z.literal(false),
  identityHash: z.string(),
  identityType: z.literal("name"),
});

// "AchievementSubject": an id or at least one identifier is required.
const subject = z.strictObject({
  id: z.string().startsWith("urn:uuid:").optional(),
  type: withType("AchievementSubject"),
  identifier: z.array(identity).min(1),
  licenseNumber: z.string(),
  achievement,
});

// "AchievementCredential": @context in this order, id, type, credentialSubject, issuer and validFrom are required.
const credential = z.strictObject({
  "@context": z.tuple([
    z.literal("https://www.w3.org/ns/credentials/v2"),
    z.string().regex(/^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d\.\d)*\.json$/),
  ]),
  id: url,
  type: withType("VerifiableCredential").refine((types) => types.includes("OpenBadgeCredential")),
  name: z.string(),
  issuer: profile,
  validFrom: dateTimeZ,
  validUntil: dateTimeZ.optional(),
  awardedDate: dateTimeZ,
  credentialSubject: subject,
  evidence: z
    .array(
      z.strictObject({
        id: url.optional(),
        type: withType("Evidence"),
        name: z.string(),
        genre: z.string(),
        narrative: z.string(),
      }),
    )
    .min(1)
    .optional(),
});

describe("an Open Badges 3.0 credential", () => {
  const { validUntil: _validUntil, evidenceSummary: _evidence, ...least } = INPUT;
  test.each([
    ["with everything", { ...INPUT, waiver: "A pilot year." }],
    ["with the least", { ...least, recipient: { name: "Ada" }, achievement: { ...INPUT.achievement, alignments: [] } }],
    ["with empty lists", { ...INPUT, evidenceSummary: [] }],
  ])("has what the specification requires, and nothing that it does not know: %s", (_name, input) => {
    credential.parse(JSON.parse(JSON.stringify(achievementCredential(input))));
  });

  test("says whose it is, under which number, and since when", () => {
    expect(achievementCredential(INPUT)).toMatchObject({
      id: INPUT.id,
      validFrom: "2026-03-01T12:00:00Z",
      validUntil: "2027-03-01T12:00:00Z",
      credentialSubject: {
        licenseNumber: "ACME-2026-0001",
        identifier: [{ type: "IdentityObject", hashed: false, identityHash: "Zoë O'Neill", identityType: "name" }],
      },
    });
  });

  test("keeps milliseconds where there are some", () => {
    const precise = achievementCredential({ ...INPUT, awardedAt: new Date("2026-03-01T12:00:00.250Z") });
    expect(precise.awardedDate).toBe("2026-03-01T12:00:00.250Z");
  });

  test("takes from its input only the members it names", () => {
    const person = { ...INPUT.recipient, email: "zoe@acme.example" };
    expect(JSON.stringify(achievementCredential({ ...INPUT, recipient: person }))).not.toContain("zoe@");
  });

  test("R2 a waiver and its reason are in the signed criteria, quoted", async () => {
    const { credentialSubject } = await signed({ waiver: "A pilot year.\n\n# Accredited" });
    const { narrative } = credentialSubject.achievement.criteria;
    expect(narrative).toMatch(/^Two rescues led at work/);
    expect(narrative).toContain("**Waiver:** this certificate could be awarded without work shown in practice");
    expect(narrative).toMatch(/> A pilot year\.\n>\n> # Accredited$/);
    expect(achievementCredential(INPUT).credentialSubject.achievement.criteria.narrative).not.toContain("Waiver");
  });
});
