import { NotFound } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { readable } from "../../../scope.ts";
import {
  certificationEvents,
  EventType,
  FeedSource,
  renewalEvents,
  streamStartArgs,
  subjectOf,
} from "../../event/index.ts";

/** An event, and the certificate that it is told for. */
interface Update {
  readonly eventId: string;
  readonly certificateId: string;
}

const CertificateUpdate = builder.objectRef<Update>("CertificateUpdate").implement({
  description: "Something that happened to a certificate's certification, and how the certificate stands now.",
  fields: (t) => ({
    event: t.prismaField({
      type: EventType,
      description: "What happened. Its `cursor` is what the stream can be resumed after.",
      resolve: (query, { eventId }, _args, context) =>
        readerOf(context).event.findUniqueOrThrow({ ...query, where: { id: eventId } }),
    }),
    certificate: t.prismaField({
      type: "Certificate",
      description: "The certificate, as it is now.",
      resolve: (query, { certificateId }, _args, context) =>
        readerOf(context).certificate.findUniqueOrThrow({
          ...query,
          where: { id: certificateId, AND: [readable(context, "certificate.read")] },
        }),
    }),
  }),
});

builder.subscriptionFields((t) => ({
  certificateChanged: t.field({
    type: CertificateUpdate,
    description:
      "What happens to one certificate, live: renewals, expiry, suspensions, revocation, appeals. With `after`, first what you missed.",
    args: {
      certificateId: t.arg.id({ required: true, description: "Which certificate; it is one that you may read." }),
      ...streamStartArgs,
    },
    subscribe: async (_root, args, context) => {
      const certificate = await readerOf(context).certificate.findUnique({
        where: {
          id: rowId("Certificate", args.certificateId, "certificateId"),
          AND: [readable(context, "certificate.read")],
        },
        select: { personId: true, programId: true },
      });
      if (!certificate) throw new NotFound("certificate");
      const { personId, programId } = certificate;
      const selection = { action: "event.read" as const, types: certificationEvents, personId, programId };
      return FeedSource.open(context, args.after ?? null, selection);
    },
    resolve: (eventId, { certificateId }) => ({
      eventId,
      certificateId: rowId("Certificate", certificateId, "certificateId"),
    }),
  }),
  myRenewals: t.field({
    type: CertificateUpdate,
    description:
      "Your own renewals, live: when one opens, when it draws near, what was renewed, and what expired. With `after`, first what you missed.",
    args: streamStartArgs,
    subscribe: (_root, { after }, context) =>
      FeedSource.open(context, after ?? null, { action: "event.read", types: renewalEvents, isOwn: true }),
    resolve: async (eventId, _args, context) => ({
      eventId,
      certificateId: await subjectOf(context, eventId, "certificateId"),
    }),
  }),
}));
