import { NotFound } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { retryPush } from "../push-store.ts";

/** Sends a result again now, whatever has become of it. @throws NotPermitted, NotFound */
export const retryLmsPush: Command<{ readonly pushId: string }, { pushId: string }> = async (
  { tx, actor, now },
  { pushId },
) => {
  authorize(actor, "lms.edit");
  if (!(await retryPush(tx, pushId, now))) throw new NotFound("push");
  return { pushId };
};
