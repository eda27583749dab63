import type { RenewalRow } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { readerOf } from "../../../context.ts";
import { EarlyChoiceType } from "../../../schema/renewal-refusals.ts";
import { CertificationType, StandingEnum } from "../../certification/index.ts";
import { RenewalPathType } from "../../program/index.ts";
import { type Renewal, type RenewalCall, renewalLoader } from "../renewal-loader.ts";
import { RequirementsProgressType, RuleProgressType } from "./renewal-progress.type.ts";

const RenewalRowEnum = builder.enumType("RenewalRow", {
  description: "The row of R9 that a renewal completed now would fall in.",
  values: {
    EARLY: { description: "Before it opens." },
    IN_TIME: { description: "In its window." },
    IN_GRACE: { description: "After the expiry, within the grace." },
    REINSTATEMENT: { description: "After the grace or a revocation: everything is asked, whatever the policy." },
  } satisfies Record<RenewalRow, { description: string }>,
});

const OtherwiseType = builder.objectRef<Renewal["otherwise"][number]>("RenewalOtherwise").implement({
  description: "What becomes of a standing when nothing is done.",
  fields: (t) => ({
    at: t.expose("at", { type: "DateTime", description: "From when on." }),
    standing: t.expose("standing", { type: StandingEnum, description: "The standing from there on." }),
  }),
});

const RenewalCallType = builder.objectRef<RenewalCall>("RenewalCall").implement({
  description: "That a version which was published by a date asks its holder to renew before the regular window (R10).",
  fields: (t) => ({
    version: t.prismaField({
      type: "ProgramVersion",
      description: "The version that asks.",
      resolve: (query, { versionId }, _args, context) =>
        readerOf(context).programVersion.findUniqueOrThrow({ ...query, where: { id: versionId } }),
    }),
    calledAt: t.expose("calledAt", { type: "DateTime", description: "Since when: its publication." }),
    by: t.expose("by", {
      type: "Date",
      description:
        "By which day. No certificate ends by it: if nothing is done, `otherwise` says what happens and when.",
    }),
    note: t.exposeString("note", { description: "Why, in the words of whoever published it." }),
    overdue: t.exposeBoolean("overdue", { description: "Whether that day has passed." }),
  }),
});

const RenewalType = builder.objectRef<Renewal>("Renewal").implement({
  description: "What a renewal asks of the holder of a certificate, what already counts, and what is missing (R8).",
  fields: (t) => ({
    cycle: t.exposeInt("cycle", { description: "The renewal of the first certificate is cycle 1." }),
    row: t.expose("row", { type: RenewalRowEnum, description: "How it would count, completed now (R9)." }),
    enrolment: t.prismaField({
      type: "Enrolment",
      nullable: true,
      description: "The renewal's enrolment; null: enrol to put evidence forward.",
      resolve: (query, { enrolmentId }, _args, context) =>
        enrolmentId === null
          ? null
          : readerOf(context).enrolment.findUniqueOrThrow({ ...query, where: { id: enrolmentId } }),
    }),
    version: t.prismaField({
      type: "ProgramVersion",
      description: "The version that it is on; before an enrolment, the one that can be enrolled on.",
      resolve: (query, { versionId }, _args, context) =>
        readerOf(context).programVersion.findUniqueOrThrow({ ...query, where: { id: versionId } }),
    }),
    offered: t.field({
      type: [RenewalPathType],
      description: "The ways to renew that are offered; none in a reinstatement.",
      resolve: ({ offered }) => [...offered],
    }),
    path: t.expose("path", {
      type: RenewalPathType,
      nullable: true,
      description: "The way that counts: the holder's choice, or the first; null in a reinstatement.",
    }),
    progress: t.field({
      type: RuleProgressType,
      description: "What it asks, what already counts, and what is missing.",
      resolve: ({ progress }) => progress,
    }),
    stale: t.expose("stale", {
      type: RequirementsProgressType,
      nullable: true,
      description:
        "What is asked beside it because the micro-credential of a module has gone stale, whatever the way; null: nothing (R10).",
    }),
    complete: t.exposeBoolean("complete", { description: "Whether all that it asks is met." }),
    calls: t.field({
      type: [RenewalCallType],
      description: "The versions that ask for it before its regular window, oldest first (R10).",
      resolve: ({ calls }) => [...calls],
    }),
    opensAt: t.expose("opensAt", {
      type: "DateTime",
      nullable: true,
      description: "When it opens; null: not by itself.",
    }),
    expiresAt: t.expose("expiresAt", {
      type: "DateTime",
      nullable: true,
      description: "By when it keeps the certification without a gap; null: the certificate does not expire.",
    }),
    graceEndsAt: t.expose("graceEndsAt", {
      type: "DateTime",
      nullable: true,
      description: "By when it counts as a renewal; from then on it is a reinstatement.",
    }),
    otherwise: t.field({
      type: [OtherwiseType],
      description: "What happens if it is not completed, in order.",
      resolve: ({ otherwise }) => [...otherwise],
    }),
    dates: t.expose("dates", {
      type: EarlyChoiceType,
      nullable: true,
      description:
        "Until when the next certificate would hold, completed now or once it is open: both dates before one renews early (R9). Null: there is nothing later to renew to.",
    }),
  }),
});

builder.objectField(CertificationType, "renewal", (t) =>
  t.field({
    type: RenewalType,
    nullable: true,
    description: "What the next renewal asks; null before the first certificate.",
    complexity: 10,
    resolve: ({ personId, programId }, _args, context) => renewalLoader(context).load({ personId, programId }),
  }),
);
