import type { AuditFinding } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import type { ApiContext } from "../../../context.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { readable } from "../../../scope.ts";

export const AuditFindingEnum = builder.enumType("AuditFinding", {
  description: "What a second look found (R3).",
  values: {
    CONFIRMED: { description: "It was rightly accepted." },
    QUESTIONED: { description: "It should not have been accepted. That undoes no award by itself." },
  } satisfies Record<AuditFinding, { description: string }>,
});

builder.prismaNode("Audit", {
  description: "The second look at an accepted evidence. Never changed.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    finding: t.expose("finding", { type: AuditFindingEnum, description: "What it found." }),
    reason: t.exposeString("reason", { description: "Why it found so." }),
    auditedAt: t.expose("auditedAt", { type: "DateTime", description: "When it was taken." }),
    auditor: t.relation("auditor", { description: "Who took it." }),
    sample: t.relation("sample", { description: "What it was a look at." }),
  }),
});
nodeScope("Audit", (context) => ({ sample: samplesWithin(context) }));

builder.prismaNode("AuditSample", {
  description: "An accepted evidence that was drawn by chance for a second look (R3).",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    drawnAt: t.expose("drawnAt", { type: "DateTime", description: "When it was drawn: at its acceptance." }),
    evidence: t.relation("evidence", { description: "The evidence that was drawn." }),
    audit: t.relation("audit", { nullable: true, description: "Its second look; null while it waits for it." }),
  }),
});
nodeScope("AuditSample", samplesWithin);

/** The samples that whoever asks may read. */
export function samplesWithin(context: ApiContext) {
  return { evidence: readable(context, "audit.read") };
}
