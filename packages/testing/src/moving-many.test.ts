import { decodeId, moveAllLearners } from "@kunna/api";
import { openDatabase, type TenantTransaction } from "@kunna/database";
import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it } from "vitest";
import { draftNext, publish, versionWith } from "./carry-over.test.support.ts";
import { demoSuite, publishedProgram } from "./suite.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`many moves on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("R10 more learners under way than move with a publication, on %s", (kind) => {
  const suite = demoSuite(kind);
  const count = 330;
  const inOrganisation = <T>(work: (tx: TenantTransaction) => Promise<T>) =>
    suite.server.services.database.transact(suite.actors.admin.organisationId, work);

  /** A program that many are under way on. Gives the API's id of it. */
  async function manyUnderWay(): Promise<string> {
    const drafted = await publishedProgram(suite);
    const [programId, versionId] = [decodeId(drafted.programId).id, decodeId(drafted.versionId).id];
    const { organisationId, personId: enrolledById } = suite.actors.admin;
    const now = suite.clock.now();
    await inOrganisation(async (tx) => {
      const people = Array.from({ length: count }, (_, n) => ({
        ...{ id: crypto.randomUUID(), organisationId, name: `Learner ${n}`, createdAt: now },
        ...{ email: `${crypto.randomUUID()}@nordvik.example.org`, roles: ["LEARNER" as const] },
      }));
      await tx.person.createMany({ data: people });
      await tx.enrolment.createMany({
        data: people.map(({ id: personId }) => ({
          ...{ organisationId, personId, programId, versionId, enrolledAt: now, enrolledById },
        })),
      });
    });
    return drafted.programId;
  }
  async function publishNext(programId: string, revisions: object, more: object = { learnersUnderWay: "MOVE" }) {
    expect(
      (await publish(suite, await draftNext(suite, programId, versionWith(revisions)), undefined, more)).__typename,
    ).toBe("ProgramVersion");
  }
  /** How many are under way on each version of a program. */
  async function underWay(program: string): Promise<number[]> {
    const programId = decodeId(program).id;
    return inOrganisation(async (tx) => {
      const versions = await tx.programVersion.findMany({ where: { programId }, orderBy: { number: "asc" } });
      const counts: number[] = [];
      for (const { id } of versions)
        counts.push(await tx.enrolment.count({ where: { versionId: id, status: "ACTIVE" } }));
      return counts;
    });
  }
  /** Who was told to have moved, by whom. */
  const told = (program: string) =>
    inOrganisation((tx) =>
      tx.event.findMany({
        where: { programId: decodeId(program).id, type: "ENROLMENT_MOVED" },
        select: { personId: true, actorId: true },
      }),
    );

  it("they all move, each once, as who published it, however many processes go on with it", async () => {
    const programId = await manyUnderWay();
    await publishNext(programId, { extra: 1 });
    expect(await underWay(programId)).toEqual([count - 100, 100]);

    const { services } = suite.server;
    const { location } = services.database as typeof services.database & {
      location: Parameters<typeof openDatabase>[0];
    };
    const others = kind === "postgres" ? await Promise.all([1, 2].map(() => openDatabase(location))) : [];
    try {
      const processes = [services, ...others.map((database) => ({ ...services, database }))];
      const moved = await Promise.all(processes.map((one) => moveAllLearners(one)));
      expect(moved.reduce((sum, each) => sum + each, 0)).toBe(count - 100);
    } finally {
      await Promise.all(others.map((database) => database.close()));
    }
    expect(await underWay(programId)).toEqual([0, count]);
    const events = await told(programId);
    expect(new Set(events.map(({ personId }) => personId)).size).toBe(count);
    expect(events).toHaveLength(count);
    expect(new Set(events.map(({ actorId }) => actorId))).toEqual(new Set([suite.actors.programOwner.personId]));
    expect(await moveAllLearners(services)).toBe(0);
  });

  it("stopped after a batch it goes on where it was; who is held meanwhile follows, and nobody moves without MOVE", async () => {
    const programId = await manyUnderWay();
    await publishNext(programId, { extra: 1 });
    let asked = 0;
    expect(await moveAllLearners(suite.server.services, () => asked++ > 0)).toBe(100);
    expect(await underWay(programId)).toEqual([count - 200, 200]);
    if (kind === "postgres")
      await inOrganisation(async (tx) => {
        await tx.$queryRaw`select from "Enrolment" where "programId" = ${decodeId(programId).id}::uuid
          and "status" = 'ACTIVE' order by "id" limit 1 for update`;
        await moveAllLearners(suite.server.services);
        expect(await underWay(programId)).toEqual([1, count - 1]);
      });
    await moveAllLearners(suite.server.services);
    expect(await underWay(programId)).toEqual([0, count]);
    await publishNext(programId, { extra: 2 }, {});
    expect(await moveAllLearners(suite.server.services)).toBe(0);
    expect(await underWay(programId)).toEqual([0, count, 0]);
  });

  it("who is left behind by two such publications moves to the newest at once", async () => {
    const programId = await manyUnderWay();
    await publishNext(programId, { extra: 1 });
    await publishNext(programId, { extra: 2 });
    await moveAllLearners(suite.server.services);
    expect(await underWay(programId)).toEqual([0, 0, count]);
    const events = await told(programId);
    // The hundred who went with the first publication have moved twice, and nobody else has.
    expect(events).toHaveLength(count + 100);
  });
});
