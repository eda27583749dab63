import { decodeId, moveAllLearners } from "@kunna/api";
import { openDatabase, type TenantTransaction } from "@kunna/database";
import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it } from "vitest";
import { draftNext, publish, show, versionWith } from "./carry-over.test.support.ts";
import { demoSuite, draftProgram, enrolMutation, newPerson, publishMutation } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`many moves on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("R10 more learners under way than move with a publication, on %s", (kind) => {
  const suite = demoSuite(kind);
  const count = 330;
  const inOrganisation = <T>(work: (tx: TenantTransaction) => Promise<T>) =>
    suite.server.services.database.transact(suite.actors.admin.organisationId, work);

  /** A program that many are under way on. Gives the API's id of it. */
  async function manyUnderWay(revisions: object = {}): Promise<string> {
    const drafted = await draftProgram(suite, versionWith(revisions));
    await data(suite.server, suite.actors.programOwner, publishMutation, { versionId: drafted.versionId });
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
  async function publishNext(
    programId: string,
    revisions: object,
    more: object = { learnersUnderWay: "MOVE" },
    policy: object = {},
  ) {
    const versionId = await draftNext(suite, programId, versionWith(revisions, policy));
    expect((await publish(suite, versionId, undefined, more)).__typename).toBe("ProgramVersion");
  }
  /** One who has shown all that a version without the third requirement asks for. Gives their enrolment's id. */
  async function allButExtra(programId: string): Promise<string> {
    const learner = await newPerson(suite, ["LEARNER"]);
    const { enrol } = await data(suite.server, learner, enrolMutation, { programId });
    await show(suite, learner, enrol.id, "task", "reflection");
    return decodeId(enrol.id).id;
  }
  /** What became of an enrolment and of the one that resumes it, and what was told of why it was not awarded. */
  const becameOf = (id: string) =>
    inOrganisation(async (tx) => {
      const { status } = await tx.enrolment.findUniqueOrThrow({ where: { id } });
      const resumed = await tx.enrolment.findFirst({ where: { resumesId: id } });
      const event = await tx.event.findFirst({ where: { enrolmentId: resumed?.id ?? id, type: "ENROLMENT_MOVED" } });
      return [status, resumed?.status, (event?.facts as { awardRefused?: string } | undefined)?.awardRefused];
    });
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

  it("the last of them moves though its award is refused, and the event says why", async () => {
    suite.clock.set("2026-11-24T09:00:00Z");
    const programId = await manyUnderWay({ extra: 1 });
    const id = await allButExtra(programId);
    await publishNext(programId, {}, undefined, { validity: { endDate: "2026-12-31" } });
    suite.clock.set("2027-01-02T09:00:00Z");
    // Alone, so that there is nobody in the batch who could have been moved without it.
    await inOrganisation((tx) =>
      tx.enrolment.updateMany({
        where: { programId: decodeId(programId).id, status: "ACTIVE", id: { not: id } },
        data: { status: "WITHDRAWN", endedAt: suite.clock.now() },
      }),
    );
    expect(await moveAllLearners(suite.server.services)).toBe(1);
    expect(await becameOf(id)).toEqual(["MOVED", "ACTIVE", "NOTHING_LEFT_TO_AWARD"]);
    expect(await moveAllLearners(suite.server.services)).toBe(0);
  });

  it("one whose move fails is told of at once, keeps no other, and moves when it can", async () => {
    suite.clock.set("2026-11-24T09:00:00Z");
    const programId = await manyUnderWay({ extra: 1 });
    const id = await allButExtra(programId);
    await publishNext(programId, {});
    // Its award can't be signed: no other of them is awarded.
    const failing = {
      ...suite.server.services,
      get installationSecret(): Uint8Array {
        throw new Error("The secret is away.");
      },
    };
    const told: unknown[] = [];
    expect(await moveAllLearners(failing, undefined, (error) => told.push(error))).toBe(count - 100);
    expect(told).toEqual([expect.objectContaining({ message: expect.stringContaining(id) })]);
    expect(await becameOf(id)).toEqual(["ACTIVE", undefined, undefined]);
    await expect(moveAllLearners(failing)).rejects.toThrow(id);
    expect(await moveAllLearners(suite.server.services)).toBe(1);
    expect(await becameOf(id)).toEqual(["MOVED", "COMPLETED", null]);
  });
});
