import type { evidenceStatuses, provenances } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { actorOf } from "../../../context.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { readable } from "../../../scope.ts";
import { Requirement } from "../../program/index.ts";
import { fileUrl } from "../file-link.ts";
import { filesWithin } from "../readable-files.ts";
import { visibleReviews } from "../visible-reviews.ts";

export const EvidenceStatusEnum = builder.enumType("EvidenceStatus", {
  description: "Where an evidence stands (R3).",
  values: {
    DRAFT: { description: "Being written; nobody reviews it yet." },
    SUBMITTED: { description: "Waits for its review." },
    ACCEPTED: { description: "Counts for every requirement that it names." },
    RETURNED: { description: "Something is missing: add it and submit again." },
    REJECTED: { description: "Does not show what is asked for." },
  } satisfies Record<(typeof evidenceStatuses)[number], { description: string }>,
});

const ProvenanceEnum = builder.enumType("Provenance", {
  description: "Where evidence comes from (R3).",
  values: {
    LEARNER: { description: "The learner." },
    OBSERVER: { description: "Another person, who saw the work done." },
    CONNECTION: { description: "A registered connection, such as an LMS." },
  } satisfies Record<(typeof provenances)[number], { description: string }>,
});

export const EvidenceFile = builder.prismaNode("EvidenceFile", {
  description: "An uploaded file.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    name: t.exposeString("name", { description: "As it was called where it came from." }),
    mediaType: t.exposeString("mediaType", { description: "Such as application/pdf." }),
    size: t.exposeInt("size", { description: "Its size in bytes." }),
    sha256: t.exposeString("sha256", { description: "Of its bytes, in lower-case hexadecimal." }),
    uploadedAt: t.expose("uploadedAt", { type: "DateTime", description: "When it was uploaded." }),
    url: t.string({
      description:
        "Where to download it. Where the operator has set an origin for files, the link holds its own permission and is good for some five minutes, so ask again rather than keep it; else send the token with it. It takes Range, If-Range and If-None-Match; the ETag is the sha256.",
      resolve: ({ id }, _args, context) => fileUrl(context.services, actorOf(context).organisationId, id),
    }),
  }),
});
nodeScope("EvidenceFile", (context) => filesWithin(context));

const EvidenceRevision = builder.prismaNode("EvidenceRevision", {
  description: "What was said and shown at one submission. None is ever changed or lost (R3).",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    number: t.exposeInt("number", { description: "1 is the first." }),
    text: t.exposeString("text", { nullable: true, description: "In the learner's or the observer's words." }),
    links: t.exposeStringList("links", { description: "URLs of what can be seen elsewhere." }),
    score: t.exposeInt("score", { nullable: true, description: "Of an assessment, 0 to 100." }),
    performedOn: t.field({
      type: "Date",
      description: "The day of the work that it shows.",
      select: { performedOn: true },
      resolve: ({ performedOn }) => performedOn.toISOString().slice(0, 10),
    }),
    provenance: t.expose("provenance", { type: ProvenanceEnum, description: "Where it comes from." }),
    submittedAt: t.expose("submittedAt", {
      type: "DateTime",
      nullable: true,
      description: "Null while it is a draft.",
    }),
    submittedBy: t.relation("submittedBy", { description: "Who put it forward." }),
    decidedAt: t.expose("decidedAt", {
      type: "DateTime",
      nullable: true,
      description: "When its reviews came to a decision.",
    }),
    reviews: t.relation("reviews", {
      description:
        "The verdicts on it that you may see, in order: the learner sees them once they have come to a decision; in a blind review, so does everyone who has not given their own (R3).",
      query: (_args, context) => ({ where: visibleReviews(context), orderBy: { id: "asc" } }),
    }),
    files: t.field({
      type: [EvidenceFile],
      description: "What was uploaded with it.",
      select: (_args, _context, nestedSelection) => ({
        files: { select: { file: nestedSelection() }, orderBy: { fileId: "asc" } },
      }),
      resolve: ({ files }) => files.map(({ file }) => file),
    }),
  }),
});
nodeScope("EvidenceRevision", (context) => ({ evidence: readable(context, "evidence.read") }));

builder.prismaNode("Evidence", {
  description: "What is put forward for one or more requirements.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    status: t.expose("status", { type: EvidenceStatusEnum, description: "Where it stands." }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When it was begun." }),
    submittedAt: t.expose("submittedAt", {
      type: "DateTime",
      nullable: true,
      description: "When its newest revision was submitted.",
    }),
    decidedAt: t.expose("decidedAt", {
      type: "DateTime",
      nullable: true,
      description: "When its newest revision was accepted, returned or rejected.",
    }),
    person: t.relation("person", { description: "The learner whose evidence it is." }),
    enrolment: t.relation("enrolment", { description: "For which enrolment." }),
    requirements: t.field({
      type: [Requirement],
      description: "What it is put forward for.",
      select: (_args, _context, nestedSelection) => ({
        requirements: { select: { requirement: nestedSelection() }, orderBy: { requirement: { position: "asc" } } },
      }),
      resolve: ({ requirements }) => requirements.map(({ requirement }) => requirement),
    }),
    latestRevision: t.field({
      type: EvidenceRevision,
      nullable: true,
      description: "What it says and shows now.",
      select: (_args, _context, nestedSelection) => ({
        revisions: nestedSelection({ orderBy: { number: "desc" }, take: 1 }),
      }),
      resolve: ({ revisions }) => revisions[0],
    }),
    revisions: t.relation("revisions", {
      description: "All that was said and shown, oldest first.",
      query: { orderBy: { number: "asc" } },
    }),
  }),
});
nodeScope("Evidence", (context) => readable(context, "evidence.read"));
