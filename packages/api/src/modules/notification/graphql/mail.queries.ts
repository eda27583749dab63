import { builder } from "../../../builder.ts";
import { type ApiContext, readerOf } from "../../../context.ts";
import { readable } from "../../../scope.ts";
import { MailStatusEnum } from "./mail.type.ts";

builder.queryFields((t) => ({
  mails: t.prismaConnection({
    type: "Mail",
    cursor: "id",
    description: "The mails that notified you, newest first; for administrators, those of all.",
    args: { status: t.arg({ type: [MailStatusEnum], description: "Only those of which one of these became." }) },
    totalCount: (_root, args, context) => readerOf(context).mail.count({ where: mailsWhere(args, context) }),
    resolve: (query, _root, args, context) =>
      readerOf(context).mail.findMany({ ...query, where: mailsWhere(args, context), orderBy: { id: "desc" } }),
  }),
}));

interface MailArgs {
  readonly status?: readonly (typeof MailStatusEnum.$inferType)[] | null | undefined;
}

function mailsWhere({ status }: MailArgs, context: ApiContext) {
  return { AND: [readable(context, "mail.read"), status ? { status: { in: [...status] } } : {}] };
}
