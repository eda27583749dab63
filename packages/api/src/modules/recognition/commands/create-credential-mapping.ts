import { CredentialMappingExists, InvalidInput, NoLongerInForce, NotFound } from "@kunna/domain";
import { authorize, type Command, type CommandRun } from "../../../command.ts";

/** What credentials count for: a competency, at a level where its framework has any, or a requirement of a program. */
export type MappingTarget =
  | { readonly competencyId: string; readonly levelKey: string | null }
  | { readonly programId: string; readonly requirementKey: string };

export interface CreateCredentialMapping {
  readonly issuerId: string;
  readonly source: "ACHIEVEMENT" | "ALIGNMENT";
  readonly sourceId: string;
  readonly target: MappingTarget;
  /** YYYY-MM-DD, both inclusive. */
  readonly awardedFrom: string | null;
  readonly awardedUntil: string | null;
  readonly reason: string;
}

/**
 * Records for what credentials of a trusted issuer count (R12). It holds for those that are there already, too.
 * @throws NotPermitted, NotFound, NoLongerInForce, CredentialMappingExists, InvalidInput
 */
export const createCredentialMapping: Command<CreateCredentialMapping, { mappingId: string }> = async (run, input) => {
  const { tx, actor, now, emit } = run;
  authorize(actor, "mapping.edit");
  const { issuerId, source, sourceId, awardedFrom, awardedUntil, reason } = input;
  // Locked: two that are the same, or the end of the trust, come one after the other.
  const [issuer] = await tx.$queryRaw<{ issuer: string; ended: boolean }[]>`
    select "issuer", "endedAt" is not null as "ended" from "TrustedIssuer" where "id" = ${issuerId}::uuid for update`;
  if (!issuer) throw new NotFound("trusted issuer");
  if (issuer.ended) throw new NoLongerInForce();
  const target = await storedTarget(run, input.target);
  const same = await tx.credentialMapping.findFirst({
    where: { issuerId, source, sourceId, ...target, retiredAt: null },
    select: { id: true },
  });
  if (same) throw new CredentialMappingExists(same.id);
  const { organisationId, personId: createdById } = actor;
  const { id: mappingId } = await tx.credentialMapping.create({
    data: {
      ...{ organisationId, issuerId, source, sourceId, ...target, reason, createdAt: now, createdById },
      awardedFrom: awardedFrom === null ? null : new Date(awardedFrom),
      awardedUntil: awardedUntil === null ? null : new Date(awardedUntil),
    },
    select: { id: true },
  });
  emit({
    type: "CREDENTIAL_MAPPING_CREATED",
    facts: { mappingId, issuer: issuer.issuer, source, sourceId, ...target },
  });
  return { mappingId };
};

async function storedTarget({ tx }: CommandRun, target: MappingTarget) {
  if ("programId" in target) {
    const { programId, requirementKey } = target;
    if (!(await tx.program.findUnique({ where: { id: programId }, select: { id: true } })))
      throw new NotFound("program");
    const where = { key: requirementKey, kind: "EXTERNAL_CREDENTIAL" as const, version: { programId } };
    if (!(await tx.requirement.findFirst({ where, select: { id: true } })))
      throw refused("requirementKey", "The program has no requirement of the kind EXTERNAL_CREDENTIAL with this key.");
    return { programId, requirementKey, competencyId: null, levelId: null };
  }
  const { competencyId, levelKey } = target;
  const competency = await tx.competency.findUnique({
    where: { id: competencyId },
    select: { framework: { select: { levels: { select: { id: true, key: true } } } } },
  });
  if (!competency) throw new NotFound("competency");
  const level = competency.framework.levels.find(({ key }) => key === levelKey);
  if (levelKey !== null && !level) throw refused("levelKey", "The competency's framework has no such level.");
  return { competencyId, levelId: level?.id ?? null, programId: null, requirementKey: null };
}

function refused(path: string, message: string): InvalidInput {
  return new InvalidInput([{ code: "NOT_FOUND", path: `input.${path}`, message, fix: "Give one that there is." }]);
}
