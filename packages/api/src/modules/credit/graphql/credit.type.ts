import type { CreditStatus, creditVerdicts } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { readable } from "../../../scope.ts";
import { EvidenceFile } from "../../evidence/index.ts";

export const CreditVerdictEnum = builder.enumType("CreditVerdict", {
  description: "What a reviewer decided of credits.",
  values: {
    ACCEPTED: { description: "They count." },
    REJECTED: { description: "They do not count." },
  } satisfies Record<(typeof creditVerdicts)[number], { description: string }>,
});

export const CreditStatusEnum = builder.enumType("CreditStatus", {
  description: "Where credits stand.",
  values: {
    PENDING: { description: "They wait for a reviewer's decision." },
    ACCEPTED: { description: "They count." },
    REJECTED: { description: "They do not count." },
  } satisfies Record<CreditStatus, { description: string }>,
});

const CreditDecision = builder.prismaObject("CreditDecision", {
  description: "A reviewer's decision on credits. Never changed.",
  fields: (t) => ({
    verdict: t.expose("verdict", { type: CreditVerdictEnum, description: "What was decided." }),
    comment: t.exposeString("comment", { description: "Why, in words that help who earned them." }),
    decidedAt: t.expose("decidedAt", { type: "DateTime", description: "When it was decided." }),
    decidedBy: t.relation("decidedBy", { description: "Who decided." }),
  }),
});

const spent = (spends: readonly { hundredths: number }[]) => spends.reduce((sum, one) => sum + one.hundredths, 0);

builder.prismaNode("CreditEntry", {
  description: "CPD credits that a person earned. Never changed: what became of them is told beside them (R8).",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    unit: t.exposeString("unit", { description: "What is counted, such as CPD or PRACTICE_HOURS." }),
    category: t.exposeString("category", { nullable: true, description: "Of which category, such as PARTICIPATORY." }),
    credits: t.float({
      description: "How many, with at most two decimals.",
      select: { hundredths: true },
      resolve: ({ hundredths }) => hundredths / 100,
    }),
    spent: t.float({
      description: "How many of them renewals have spent: each once.",
      select: { spends: { select: { hundredths: true } } },
      resolve: ({ spends }) => spent(spends) / 100,
    }),
    earnedOn: t.field({
      type: "Date",
      description: "The day on which they were earned.",
      select: { earnedOn: true },
      resolve: ({ earnedOn }) => earnedOn.toISOString().slice(0, 10),
    }),
    activity: t.exposeString("activity", { description: "What was done for them." }),
    links: t.exposeStringList("links", { description: "URLs of what shows it." }),
    enteredAt: t.expose("enteredAt", { type: "DateTime", description: "When they were entered." }),
    status: t.field({
      type: CreditStatusEnum,
      description: "Where they stand.",
      select: { decision: { select: { verdict: true } } },
      resolve: ({ decision }) => decision?.verdict ?? "PENDING",
    }),
    person: t.relation("person", { description: "Who earned them." }),
    enteredBy: t.relation("enteredBy", { description: "Who entered them." }),
    program: t.relation("program", {
      nullable: true,
      description: "For which program's renewals they count; null: for any.",
    }),
    decision: t.field({
      type: CreditDecision,
      nullable: true,
      description: "What a reviewer decided.",
      select: (_args, _context, nestedSelection) => ({ decision: nestedSelection() }),
      resolve: ({ decision }) => decision,
    }),
    files: t.field({
      type: [EvidenceFile],
      description: "What was uploaded with them.",
      select: (_args, _context, nestedSelection) => ({
        files: { select: { file: nestedSelection() }, orderBy: { fileId: "asc" } },
      }),
      resolve: ({ files }) => files.map(({ file }) => file),
    }),
  }),
});
nodeScope("CreditEntry", (context) => readable(context, "credit.read"));
