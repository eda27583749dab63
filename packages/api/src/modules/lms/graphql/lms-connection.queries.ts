import { builder } from "../../../builder.ts";
import { readerOf } from "../../../context.ts";
import "./external-identity.type.ts";
import "./lms-course.type.ts";
import { LmsConnectionStatusEnum } from "./lms-connection.type.ts";

builder.queryFields((t) => ({
  lmsConnections: t.prismaConnection({
    type: "LmsConnection",
    cursor: "id",
    description:
      "The organisation's connections to LMSs, newest first: those that wait for approval among them. For administrators and program owners.",
    authScopes: { may: "lms.read" },
    args: { status: t.arg({ type: LmsConnectionStatusEnum, description: "Only those in this status." }) },
    totalCount: (_root, { status }, context) => readerOf(context).lmsConnection.count({ where: inStatus(status) }),
    resolve: (query, _root, { status }, context) =>
      readerOf(context).lmsConnection.findMany({ ...query, where: inStatus(status), orderBy: { id: "desc" } }),
  }),
}));

function inStatus(status: typeof LmsConnectionStatusEnum.$inferType | null | undefined) {
  return status ? { status } : {};
}
