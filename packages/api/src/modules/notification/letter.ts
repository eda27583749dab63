import type { TenantTransaction } from "@kunna/database";
import { isReachableAddress } from "@kunna/domain";
import type { Services } from "../../services.ts";
import { addresses } from "../certificate/index.ts";
import type { OutgoingMail } from "./mail-transport.ts";
import { oneLine, renderLetter, type ToldTelling } from "./render.ts";
import { type MailLanguage, mailLanguageOf } from "./texts/words.ts";
import { unsubscribeUrl } from "./unsubscribe-link.ts";

export type Addressee = Awaited<ReturnType<typeof loadAddressee>>;

/** Whom a mail is for. */
export async function loadAddressee(tx: TenantTransaction, personId: string) {
  return tx.person.findUniqueOrThrow({
    where: { id: personId },
    select: {
      id: true,
      organisationId: true,
      name: true,
      email: true,
      roles: true,
      locale: true,
      organisation: { select: { name: true, timeZone: true, locale: true } },
    },
  });
}

/** Whether it looks like an address that a mail server takes, with nothing else hidden in it, and there may be somebody. */
export function isAddress(email: string): boolean {
  return isReachableAddress(email) && /^[^\s@<>,;:"()[\]\\\p{Cc}]+@[^\s@<>,;:"()[\]\\\p{Cc}]+$/u.test(email);
}

/** The language that somebody is written to in: their own, else the organisation's. */
export function languageOf({ locale, organisation }: Addressee): MailLanguage {
  return mailLanguageOf(locale, organisation.locale);
}

/** The mail, addressed and written. */
export function writeLetter(
  services: Pick<Services, "publicUrl" | "portalUrl" | "installationSecret">,
  { id, mandatory }: { readonly id: string; readonly mandatory: boolean },
  to: Addressee,
  told: readonly ToldTelling[],
  date: Date,
): OutgoingMail {
  const { name, email, organisation, organisationId } = to;
  const language = languageOf(to);
  const kinds = told.map(({ telling }) => telling.kind);
  const callOff = mandatory ? null : unsubscribeUrl(services, { organisationId, personId: to.id, kinds });
  const letter = renderLetter({
    language,
    organisationName: organisation.name,
    recipientName: name,
    told,
    mandatory,
    certificateUrl: (number) => addresses.certificate(services.publicUrl, number),
    portalUrl: services.portalUrl,
    unsubscribeUrl: callOff,
  });
  const host = URL.canParse(services.publicUrl) ? new URL(services.publicUrl).hostname : "kunna.invalid";
  return {
    messageId: `${id}@${host}`,
    fromName: oneLine(organisation.name),
    to: { name: oneLine(name), address: email },
    ...letter,
    language,
    date,
    unsubscribeUrl: callOff,
  };
}
