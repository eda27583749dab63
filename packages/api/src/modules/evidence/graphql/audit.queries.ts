import { builder } from "../../../builder.ts";
import { type ApiContext, actorOf, readerOf } from "../../../context.ts";
import { concerning } from "../../../scope.ts";
import { conflictingEvidence } from "../review-conflicts.ts";
import { AuditFindingEnum, samplesWithin } from "./audit.type.ts";

builder.queryFields((t) => ({
  auditQueue: t.prismaConnection({
    type: "AuditSample",
    cursor: "id",
    description: "What waits for a second look that you may take, longest wait first. For reviewers.",
    authScopes: { may: "evidence.audit" },
    totalCount: async (_root, _args, context) =>
      readerOf(context).auditSample.count({ where: await queueWhere(context) }),
    resolve: async (query, _root, _args, context) =>
      readerOf(context).auditSample.findMany({
        ...query,
        where: await queueWhere(context),
        orderBy: [{ drawnAt: "asc" }, { id: "asc" }],
      }),
  }),
  audits: t.prismaConnection({
    type: "Audit",
    cursor: "id",
    description: "What second looks found, newest first. For reviewers, program owners and administrators.",
    authScopes: { may: "audit.read" },
    args: { finding: t.arg({ type: AuditFindingEnum, description: "Only those that found this." }) },
    totalCount: (_root, { finding }, context) =>
      readerOf(context).audit.count({ where: { ...(finding ? { finding } : {}), sample: samplesWithin(context) } }),
    resolve: (query, _root, { finding }, context) =>
      readerOf(context).audit.findMany({
        ...query,
        where: { ...(finding ? { finding } : {}), sample: samplesWithin(context) },
        orderBy: { id: "desc" },
      }),
  }),
}));

async function queueWhere(context: ApiContext) {
  const actor = actorOf(context);
  const { personId } = actor;
  const mine = { OR: [{ submittedById: personId }, { reviews: { some: { reviewerId: personId } } }] };
  return {
    audit: { is: null },
    evidence: {
      AND: [
        concerning(actor, "evidence.audit"),
        { NOT: { personId } },
        { id: { notIn: await conflictingEvidence(context) } },
        { revisions: { none: mine } },
      ],
    },
  };
}
