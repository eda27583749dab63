import {
  addresses,
  checkPublicCredential,
  findIssuerDocument,
  findPublicCertificate,
  type PublicCertificate,
  type Services,
} from "@kunna/api";
import { CREDENTIAL_MEDIA_TYPE, CREDENTIAL_MEDIA_TYPE_LEGACY, ISSUER_MEDIA_TYPE } from "@kunna/credentials";
import {
  type CertificatePageFacts,
  certificateCssPath,
  certificatePageCss,
  renderCertificatePage,
  renderNotFoundPage,
} from "@kunna/embed";
import { type Answer, html, json, notFound } from "./answer.ts";
import { preferredLocale, prefersHtml } from "./negotiation.ts";
import type { PublicRequest } from "./router.ts";

const certifiedStandings: ReadonlySet<string> = new Set(["CERTIFIED", "RENEWAL_OPEN"]);

/**
 * A certificate's public address: a page for a person, the signed credential for a program, and for a program that leaves
 * the checking to us, what the page says (`?format=verification`).
 */
export async function certificateAnswer(services: Services, request: PublicRequest, number: string): Promise<Answer> {
  const found = await findPublicCertificate(services, number);
  const locale = preferredLocale(request, found?.organisation.locale);
  const format = request.url.searchParams.get("format");
  const asPage = prefersHtml(request.headers.accept) && format !== "credential" && format !== "verification";
  if (!found) return asPage ? html(404, renderNotFoundPage(locale)) : notFound("certificate");
  if (asPage) return html(200, renderCertificatePage(await pageFacts(services, found), locale));
  if (format === "verification") return verificationAnswer(await pageFacts(services, found));
  // What was imported was not signed here: there is nothing to give out but the page.
  return found.credential === null ? notFound("credential") : credentialAnswer(request, found.credential);
}

/** For any page to show: it says no more than the public page does. */
function verificationAnswer(facts: CertificatePageFacts): Answer {
  const answer = json(200, facts);
  return { ...answer, headers: { ...answer.headers, "access-control-allow-origin": "*" } };
}

/** The credential byte for byte as it was signed, under the name by which it was asked for. */
function credentialAnswer({ headers }: PublicRequest, credential: string): Answer {
  const mediaType = headers.accept?.includes(CREDENTIAL_MEDIA_TYPE_LEGACY)
    ? CREDENTIAL_MEDIA_TYPE_LEGACY
    : CREDENTIAL_MEDIA_TYPE;
  return {
    status: 200,
    headers: {
      "content-type": mediaType,
      vary: "accept",
      "cache-control": "no-cache",
      "access-control-allow-origin": "*",
    },
    body: credential,
  };
}

async function pageFacts(services: Services, certificate: PublicCertificate): Promise<CertificatePageFacts> {
  const { number, expiresAt, waiver, organisation, standing, standingSince, imported } = certificate;
  const { verified, problems } =
    certificate.credential === null
      ? { verified: false, problems: [] }
      : await checkPublicCredential(services, certificate.credential);
  const publicUrl = addresses.certificate(services.publicUrl, number);
  return {
    number,
    publicUrl,
    credentialUrl: `${publicUrl}?format=credential`,
    title: certificate.title,
    summary: certificate.summary,
    recipientName: certificate.recipientName,
    organisation: { name: organisation.name, url: addresses.issuer(services.publicUrl, organisation.key) },
    timeZone: organisation.timeZone,
    awardedAt: certificate.awardedAt,
    validFrom: certificate.validFrom,
    ...(expiresAt ? { expiresAt } : {}),
    standing: {
      word: standing,
      ...(standingSince ? { since: standingSince } : {}),
      certified: certifiedStandings.has(standing) || (standing === "GRACE" && certificate.graceCounts),
    },
    signature: { verified, checkedAt: services.now(), problems: problems.map(({ message }) => message) },
    ...(imported
      ? {
          imported: {
            source: imported.source,
            ...(imported.externalNumber ? { externalNumber: imported.externalNumber } : {}),
          },
        }
      : {}),
    ...(waiver ? { waiver } : {}),
    competencies: certificate.competencies,
    shownBy: certificate.shownBy,
  };
}

/** What an issuer publishes of itself: its name, and the keys that its signatures are checked with. */
export async function issuerAnswer(services: Services, organisationKey: string): Promise<Answer> {
  const document = await findIssuerDocument(services, organisationKey);
  if (!document) return notFound("issuer");
  return {
    status: 200,
    headers: {
      "content-type": ISSUER_MEDIA_TYPE,
      "cache-control": "public, max-age=60",
      "access-control-allow-origin": "*",
    },
    body: JSON.stringify(document),
  };
}

export const cssPath = certificateCssPath;

export function cssAnswer(): Answer {
  return {
    status: 200,
    headers: { "content-type": "text/css; charset=utf-8", "cache-control": "public, max-age=3600" },
    body: certificatePageCss,
  };
}
