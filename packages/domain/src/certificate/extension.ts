import type { ProgramPolicy } from "../program/policy.ts";
import { ExtensionRefused } from "./errors.ts";
import { type CertificateFact, type DateChange, datesAt, decidingAt, isRevokedAt } from "./standing.ts";
import { endOf, periodFrom } from "./validity.ts";

/**
 * R7: an extension of a certificate up to the end of a day. It holds from `now` on, so a gap already passed stays a gap;
 * the baseline and the opening of the renewal stay.
 * @param certificates all of the certification, the one to extend among them
 * @param policy the one pinned by the certificate: its grace follows the new expiry
 * @param lastDay YYYY-MM-DD, counted whole in the organisation's zone
 * @throws ExtensionRefused
 */
export function extension<Fact extends CertificateFact>(
  certificate: Fact,
  certificates: readonly Fact[],
  { policy, lastDay, now, timeZone }: { policy: ProgramPolicy; lastDay: string; now: Date; timeZone: string },
): DateChange {
  if (isRevokedAt(now, certificate)) throw new ExtensionRefused("REVOKED");
  const deciding = decidingAt(now, certificates);
  if (deciding && deciding.validFrom > certificate.validFrom) throw new ExtensionRefused("RENEWED");
  const { expiresAt, graceEndsAt } = datesAt(now, certificate);
  if (expiresAt === null || graceEndsAt === null) throw new ExtensionRefused("DOES_NOT_EXPIRE");
  if (graceEndsAt <= now) throw new ExtensionRefused("LAPSED");
  const later = endOf(lastDay, timeZone);
  if (later <= expiresAt || later <= now) throw new ExtensionRefused("NOT_LATER");
  const period = periodFrom(certificate.validFrom, later, policy, timeZone);
  return { at: now, expiresAt: later, graceEndsAt: period.graceEndsAt ?? later };
}
