import {
  type EarlyChoice,
  ExtensionRefused,
  type extensionRefusals,
  NothingLaterToRenewTo,
  ReinstatementBarred,
  RenewalIncomplete,
  RenewalNotOpen,
} from "@kunna/domain";
import { builder } from "../builder.ts";
import { RefusalInterface } from "./refusals.ts";

export const EarlyChoiceType = builder.objectRef<EarlyChoice>("EarlyChoice").implement({
  description: "What a holder weighs before renewing early: when the next certificate would expire (R9).",
  fields: (t) => ({
    now: t.expose("now", { type: "DateTime", nullable: true, description: "Renewed now; null: it would not expire." }),
    onceOpen: t.expose("onceOpen", {
      type: "DateTime",
      nullable: true,
      description: "Renewed as soon as its window is open; null: it would not expire.",
    }),
  }),
});

builder.objectType(RenewalNotOpen, {
  name: "RenewalNotOpen",
  description:
    "The renewal is complete and not open yet (R9). Claim it once it is open, or early where `early` is given.",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    opensAt: t.expose("opensAt", {
      type: "DateTime",
      nullable: true,
      description: "When it opens; null: the certificate does not expire, and its renewal never opens by itself.",
    }),
    early: t.expose("early", {
      type: EarlyChoiceType,
      nullable: true,
      description: "Both dates, where the policy lets the holder choose; null: it has no early renewal.",
    }),
  }),
});

builder.objectType(RenewalIncomplete, {
  name: "RenewalIncomplete",
  description: "What the renewal asks is not met yet (R8).",
  interfaces: [RefusalInterface],
});

builder.objectType(ReinstatementBarred, {
  name: "ReinstatementBarred",
  description: "The decision that revoked the certification bars a reinstatement (R6, R11).",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    until: t.expose("until", { type: "DateTime", nullable: true, description: "Until when; null: for good." }),
  }),
});

builder.objectType(NothingLaterToRenewTo, {
  name: "NothingLaterToRenewTo",
  description: "The version's end date gives the holder no day that they don't have already (R9).",
  interfaces: [RefusalInterface],
  fields: (t) => ({
    endDate: t.expose("endDate", { type: "Date", description: "The end date." }),
    laterVersion: t.exposeInt("laterVersion", {
      nullable: true,
      description: "The number of the version whose certificates end later; null: none has been published.",
    }),
  }),
});

const ExtensionRefusalEnum = builder.enumType("ExtensionRefusal", {
  description: "Why a certificate can't be extended (R7).",
  values: {
    LAPSED: { description: "It has lapsed: a reinstatement leads on from there." },
    REVOKED: { description: "It is revoked." },
    RENEWED: { description: "Another certificate follows it already." },
    DOES_NOT_EXPIRE: { description: "It has no expiry to move." },
    NOT_LATER: { description: "The day is not later than the present expiry, or has passed." },
  } satisfies Record<(typeof extensionRefusals)[number], { description: string }>,
});

builder.objectType(ExtensionRefused, {
  name: "ExtensionRefused",
  description: "The certificate can't be extended (R7).",
  interfaces: [RefusalInterface],
  fields: (t) => ({ reason: t.expose("reason", { type: ExtensionRefusalEnum, description: "Why it can not." }) }),
});
