import { parseCertificateNumber } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { type ApiContext, readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { readable } from "../../../scope.ts";

builder.queryFields((t) => ({
  certificates: t.prismaConnection({
    type: "Certificate",
    cursor: "id",
    description: "The certificates that you may read, newest first: a learner's own, a manager's team's.",
    args: {
      programId: t.arg.id({ description: "Only in this program." }),
      personId: t.arg.id({ description: "Only of this person." }),
    },
    totalCount: (_root, args, context) =>
      readerOf(context).certificate.count({ where: certificatesWhere(args, context) }),
    resolve: (query, _root, args, context) =>
      readerOf(context).certificate.findMany({
        ...query,
        where: certificatesWhere(args, context),
        orderBy: { id: "desc" },
      }),
  }),
  certificate: t.prismaField({
    type: "Certificate",
    nullable: true,
    description: "A certificate by its number; case, spaces and hyphens do not matter.",
    args: { number: t.arg.string({ required: true, description: "Such as 7F3K-9Q2M-XB4D." }) },
    resolve: (query, _root, args, context) => {
      const number = parseCertificateNumber(args.number);
      return number === null
        ? null
        : readerOf(context).certificate.findUnique({
            ...query,
            where: { number, AND: [readable(context, "certificate.read")] },
          });
    },
  }),
}));

function certificatesWhere(
  { programId, personId }: { programId?: string | null | undefined; personId?: string | null | undefined },
  context: ApiContext,
) {
  return {
    AND: [
      readable(context, "certificate.read"),
      { moduleKey: null },
      programId ? { programId: rowId("Program", programId, "programId") } : {},
      personId ? { personId: rowId("Person", personId, "personId") } : {},
    ],
  };
}
