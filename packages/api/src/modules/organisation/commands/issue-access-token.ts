import { NotFound } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { insertAccessToken } from "../access-token-store.ts";

export interface IssueAccessToken {
  readonly personId: string;
  /** What it is for, as shown in lists. */
  readonly label: string;
  /** Null: until revoked. */
  readonly expiresAt: Date | null;
}

/** Issues a bearer token for a person. The token itself is told once, here, and never kept. */
export const issueAccessToken: Command<IssueAccessToken, { token: string; expiresAt: Date | null }> = async (
  { tx, actor, now },
  { personId, label, expiresAt },
) => {
  authorize(actor, "token.issue");
  const person = await tx.person.findUnique({ where: { id: personId }, select: { id: true } });
  if (!person) throw new NotFound("person");
  const { organisationId } = actor;
  const { token } = await insertAccessToken(tx, { organisationId, personId, label, createdAt: now, expiresAt });
  return { token, expiresAt };
};
