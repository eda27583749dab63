import { builder } from "../../../builder.ts";

/** Where a stream begins: an argument of each subscription. */
export const streamStartArgs = builder.args((t) => ({
  after: t.field({
    type: "Cursor",
    description: "The cursor of the last event that you have; left out: from now on.",
  }),
}));
