import type { TenantTransaction } from "@kunna/database";
import {
  customOfTarget,
  type LtiTarget,
  type LtiTargetKind,
  LtiTargetRefused,
  NoDeepLinkAsked,
  NotFound,
  wholeTarget,
} from "@kunna/domain";
import { type ApiContext, actorOf } from "../../context.ts";
import type { LtiDeepLinkItem } from "../../lti-services.ts";
import type { DeepLinkRequest } from "./launch.ts";
import { findTarget } from "./target.ts";

/** What an instructor chose. */
export interface ChosenLink {
  readonly target: LtiTargetKind;
  readonly programId: string | null;
  readonly moduleKey: string | null;
  readonly requirementKey: string | null;
  /** As it is called in the course; null: as what it opens. */
  readonly title: string | null;
  /** Whether it has a place in the gradebook. */
  readonly graded: boolean;
  readonly dueAt: Date | null;
}

/** A form that a browser posts to the platform: `JWT` to `url`. */
export interface SignedDeepLink {
  readonly url: string;
  readonly jwt: string;
}

/** The maximum of a link's place in the gradebook: a share in percent. */
const scoreMaximum = 100;

/**
 * Signs an instructor's answer to the deep linking request that their session was launched for. It changes nothing here:
 * the links are the platform's, and come back with their launches.
 * @throws NotFound, NoDeepLinkAsked, LtiTargetRefused
 */
export async function answerDeepLink(context: ApiContext, chosen: readonly ChosenLink[]): Promise<SignedDeepLink> {
  const { organisationId } = actorOf(context);
  const { services, tokenHash } = context;
  await context.reader?.end();
  const { connectionId, request, items } = await services.database.transact(organisationId, async (tx) => {
    const programs = new Map<string, string>();
    for (const { programId: id } of chosen) {
      const program = id === null ? null : await tx.program.findUnique({ where: { id }, select: { key: true } });
      if (id !== null && !program) throw new NotFound("program");
      if (id !== null && program) programs.set(id, program.key);
    }
    const session =
      tokenHash === null
        ? null
        : await tx.lmsSession.findFirst({
            where: { accessToken: { tokenHash: new Uint8Array(Buffer.from(tokenHash, "base64")) } },
            select: { connectionId: true, deepLinking: true },
          });
    // Written by us, at the launch.
    const request = (session?.deepLinking ?? null) as DeepLinkRequest | null;
    if (!session || !request) throw new NoDeepLinkAsked();
    if (!request.acceptMultiple && chosen.length > 1) throw new LtiTargetRefused("MULTIPLE_NOT_TAKEN");
    const items: LtiDeepLinkItem[] = [];
    for (const { programId, ...link } of chosen) {
      const programKey = programId === null ? null : (programs.get(programId) ?? null);
      items.push(await itemOf(tx, { ...link, programKey }, request));
    }
    return { connectionId: session.connectionId, request, items };
  });
  const { deploymentId, returnUrl, data } = request;
  const jwt = await services.lti.signDeepLink({
    organisationId,
    connectionId,
    deploymentId,
    ...(data === undefined ? {} : { data }),
    items,
  });
  return { url: returnUrl, jwt };
}

const untitled = { CERTIFICATE_WALL: "Certificates" } as const;

async function itemOf(
  tx: TenantTransaction,
  { title, graded, dueAt, ...chosen }: Omit<ChosenLink, "programId"> & Pick<LtiTarget, "programKey">,
  { acceptLineItem }: DeepLinkRequest,
): Promise<LtiDeepLinkItem> {
  const whole = wholeTarget(chosen);
  if (!whole) throw new LtiTargetRefused("FACTS_MISSING");
  const found = await findTarget(tx, whole);
  if ("problem" in found) throw new LtiTargetRefused(found.problem);
  const label = title ?? found.title ?? untitled.CERTIFICATE_WALL;
  return {
    title: label,
    custom: customOfTarget(whole),
    lineItem: graded && acceptLineItem && whole.programKey !== null ? { label, scoreMaximum } : null,
    dueAt,
  };
}
