import { createLtiRegistrationLink, runCommandAs } from "@kunna/api";
import { availableTestDatabases, createTestDatabase } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import type { LtiRegistration } from "@kunna/lti";
import { type StorageUnderTest, storageChecks } from "@kunna/lti/testing";
import { createTestServer, seedOrganisation, type TestServer } from "@kunna/testing";
import { describe, it, onTestFinished } from "vitest";
import { ltiStorage } from "./storage.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`LTI storage on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("What an LTI tool keeps, on %s", (kind) => {
  for (const check of storageChecks) {
    it(check.name, async () => {
      const database = await createTestDatabase(kind);
      onTestFinished(() => database.close());
      const server = await createTestServer(database);
      onTestFinished(() => server.close());
      await check.run(await subjectOn(server));
    });
  }
});

async function subjectOn({ services }: TestServer): Promise<StorageUnderTest> {
  const admins = { one: await organisation(services, "one"), other: await organisation(services, "other") };
  const { signingKeys, replaceSigningKey } = ltiStorage(services, { id: admins.one.organisationId, key: "one" });
  return {
    storage: { ...ltiStorage(services, null), signingKeys, replaceSigningKey },
    async grant(name) {
      const { linkId } = await runCommandAs(services, admins[name], createLtiRegistrationLink, {});
      return { grant: linkId, hint: name };
    },
    decide: (id, decision) => decide(services, id, decision),
  };
}

async function organisation(services: TestServer["services"], key: string): Promise<Actor> {
  const people = await seedOrganisation(services, {
    key,
    name: key,
    timeZone: "Europe/Stockholm",
    locale: "sv",
    people: [{ key: "admin", name: "Admin", email: "admin@example.org", roles: ["ADMIN"] }],
    teams: [],
  });
  const admin = people.get("admin");
  if (!admin) throw new Error("The seed has no administrator.");
  return admin;
}

const statuses = { PENDING: "PENDING", APPROVED: "ACTIVE", BLOCKED: "PAUSED" } as const;

/** A registration is LISTED as soon as one deployment is known, and FIRST_USE while none is. */
async function decide(
  { database }: TestServer["services"],
  id: string,
  { status, deployments }: Pick<LtiRegistration, "status" | "deployments">,
): Promise<void> {
  await database.asSystem(async (tx) => {
    const { organisationId, createdById } = await tx.lmsConnection.findUniqueOrThrow({ where: { id } });
    const now = new Date();
    await tx.lmsConnection.update({
      where: { id },
      data: { status: statuses[status], decidedById: createdById, decidedAt: now },
    });
    if (deployments === "FIRST_USE") await tx.ltiDeployment.deleteMany({ where: { connectionId: id } });
    else
      await tx.ltiDeployment.create({
        data: {
          organisationId,
          connectionId: id,
          deploymentId: crypto.randomUUID(),
          firstSeenAt: now,
          approvedAt: now,
        },
      });
  });
}
