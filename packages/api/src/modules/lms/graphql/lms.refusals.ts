import { LmsConnectionInOtherState } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { RefusalInterface } from "../../../schema/refusals.ts";
import { LmsConnectionStatusEnum } from "./lms-connection.type.ts";

const status = { type: LmsConnectionStatusEnum, description: "What it is in." } as const;

builder.objectType(LmsConnectionInOtherState, {
  name: "LmsConnectionInOtherState",
  description: "The connection is not in a state in which this can be done to it.",
  interfaces: [RefusalInterface],
  fields: (t) => ({ status: t.expose("status", status) }),
});
