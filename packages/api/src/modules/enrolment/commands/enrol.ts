import { AlreadyCertified, AlreadyEnrolled, NotFound, standingAt } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { loadCertificationFacts } from "../../certification/index.ts";
import { managersOf } from "../enrolment-store.ts";

export interface Enrol {
  readonly programId: string;
  /** Null: oneself. */
  readonly personId: string | null;
}

/** Enrols a person on the program's published version. @throws NotPermitted, NotFound, AlreadyEnrolled, AlreadyCertified */
export const enrol: Command<Enrol, { enrolmentId: string }> = async ({ tx, actor, now, emit }, input) => {
  const { organisationId } = actor;
  const personId = input.personId ?? actor.personId;
  authorize(actor, "enrolment.create", {
    personId,
    managerIds: personId === actor.personId ? [] : await managersOf(tx, personId),
  });

  // The person's row is locked so that two enrolments at once are decided one after the other.
  const [person] = await tx.$queryRaw<
    { id: string }[]
  >`select "id"::text from "Person" where "id" = ${personId}::uuid for update`;
  if (!person) throw new NotFound("person");
  const { programId } = input;
  const version = await tx.programVersion.findFirst({
    where: { programId, status: "PUBLISHED" },
    orderBy: { number: "desc" },
    select: { id: true },
  });
  if (!version) throw new NotFound("program that can be enrolled on");
  const open = await tx.enrolment.findFirst({ where: { personId, programId, status: "ACTIVE" }, select: { id: true } });
  if (open) throw new AlreadyEnrolled(open.id);
  const certification = await loadCertificationFacts(tx, personId, programId);
  const newest = certification.certificates.at(-1);
  if (newest && !["LAPSED", "REVOKED"].includes(standingAt(now, certification))) throw new AlreadyCertified(newest.id);

  const { id: enrolmentId } = await tx.enrolment.create({
    data: {
      organisationId,
      personId,
      programId,
      versionId: version.id,
      purpose: newest ? "RENEWAL" : "INITIAL",
      enrolledAt: now,
      enrolledById: actor.personId,
    },
    select: { id: true },
  });
  emit({ type: "PERSON_ENROLLED", personId, programId, versionId: version.id, enrolmentId, facts: {} });
  return { enrolmentId };
};
