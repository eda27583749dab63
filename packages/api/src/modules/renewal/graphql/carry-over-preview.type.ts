import type { DatesInForce } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { readerOf } from "../../../context.ts";
import { StandingEnum } from "../../certification/index.ts";
import { ProgressType } from "../../enrolment/index.ts";
import { RenewalPathType } from "../../program/index.ts";
import type { AffectedTotals } from "../affected.ts";
import type { PreviewedPerson } from "../carry-over-preview.ts";
import { AskedRequirementType, RuleProgressType } from "./renewal-progress.type.ts";

type Renewals = NonNullable<PreviewedPerson["renewal"]>;
type PreviewedRenewal = NonNullable<Renewals["after"]>;

const PreviewedRenewalType = builder.objectRef<PreviewedRenewal>("PreviewedRenewal").implement({
  description: "A renewal as it is without a version, or would be with it.",
  fields: (t) => ({
    version: t.prismaField({
      type: "ProgramVersion",
      description: "The version that it is on.",
      resolve: (query, { versionId }, _args, context) =>
        readerOf(context).programVersion.findUniqueOrThrow({ ...query, where: { id: versionId } }),
    }),
    path: t.expose("path", {
      type: RenewalPathType,
      nullable: true,
      description: "The way of its policy that counts; null in a reinstatement.",
    }),
    asked: t.field({
      type: [AskedRequirementType],
      description: "The requirements that it asks for, by key and revision, and why.",
      resolve: ({ asked }) => [...asked],
    }),
    progress: t.field({
      type: RuleProgressType,
      description: "All that it asks, R8's least with it where nothing changed, and how far its holder is.",
      resolve: ({ progress }) => progress,
    }),
    opensAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "When it opens; null: not by itself.",
      resolve: ({ dates }: { dates: DatesInForce }) => dates.opensAt,
    }),
    expiresAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "When the certificate expires: no publication moves it. Null: it does not.",
      resolve: ({ dates }) => dates.expiresAt,
    }),
  }),
});

const PreviewedRenewals = builder.objectRef<Renewals>("PreviewedRenewals").implement({
  description: "A holder's renewal without the version and with it.",
  fields: (t) => ({
    before: t.expose("before", {
      type: PreviewedRenewalType,
      nullable: true,
      description: "Without it; null: there is nothing else to renew on, or it goes on on this version already.",
    }),
    after: t.expose("after", { type: PreviewedRenewalType, nullable: true, description: "The same renewal with it." }),
  }),
});

const PreviewedLearning = builder.objectRef<NonNullable<PreviewedPerson["learning"]>>("PreviewedLearning").implement({
  description: "A learner's progress on their version, and after a move.",
  fields: (t) => ({
    enrolment: t.prismaField({
      type: "Enrolment",
      description: "Their enrolment.",
      resolve: (query, { enrolmentId }, _args, context) =>
        readerOf(context).enrolment.findUniqueOrThrow({ ...query, where: { id: enrolmentId } }),
    }),
    before: t.expose("before", { type: ProgressType, description: "On the version that they are on." }),
    after: t.expose("after", {
      type: ProgressType,
      description: "On the version; the same as before where they stay.",
    }),
  }),
});

export const PreviewedPersonType = builder.objectRef<PreviewedPerson>("PreviewedPerson").implement({
  description: "What the publication of a version means to one person (R10).",
  fields: (t) => ({
    person: t.prismaField({
      type: "Person",
      description: "Whom it means something to.",
      resolve: (query, { personId }, _args, context) =>
        readerOf(context).person.findUniqueOrThrow({ ...query, where: { id: personId } }),
    }),
    standing: t.expose("standing", { type: StandingEnum, description: "Where they stand now." }),
    renewal: t.expose("renewal", {
      type: PreviewedRenewals,
      nullable: true,
      description: "Of a holder, whether or not the renewal is under way.",
    }),
    learning: t.expose("learning", {
      type: PreviewedLearning,
      nullable: true,
      description: "Of who is under way to a first certificate.",
    }),
  }),
});

export const AffectedTotalsType = builder.objectRef<AffectedTotals>("AffectedTotals").implement({
  description: "How many persons a publication affects.",
  fields: (t) => ({
    people: t.exposeInt("people", { description: "All of them." }),
    holders: t.exposeInt("holders", { description: "Who hold a certificate of an older version that has not lapsed." }),
    underWay: t.exposeInt("underWay", { description: "Who are enrolled on an older version; some of them renew." }),
  }),
});
