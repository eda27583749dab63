import { useKunnaSuspenseQuery } from "@kunna/react";
import { MyCertificateListDocument, type MyCertificateListQuery } from "../../generated/operations.ts";
import { Chip } from "../../parts/chip.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Page } from "../../parts/page.tsx";
import { standingTones } from "../../parts/tones.ts";
import { useDays } from "../../parts/use-days.ts";
import { useTexts } from "../../texts/use-texts.tsx";
import { Renewal } from "./renewal.tsx";

type Certificate = MyCertificateListQuery["viewer"]["certificates"]["nodes"][number];

/** One's certificates, newest first, each with its standing and its public page; below it what its renewal asks. */
export function Certificates() {
  const { t } = useTexts();
  const { nodes } = useKunnaSuspenseQuery(MyCertificateListDocument, {}).viewer.certificates;
  return (
    <Page title={t.certificates}>
      {nodes.length === 0 && <Empty title={t.noCertificates}>{t.noCertificatesText}</Empty>}
      <ul className="steps">
        {nodes.map((certificate, index) => (
          <li key={certificate.id} className={`card certificate ${standingTones[certificate.standing]}`}>
            <CertificateFacts certificate={certificate} />
            {isLatest(certificate, nodes.slice(0, index)) && <Renewal certificate={certificate} />}
          </li>
        ))}
      </ul>
    </Page>
  );
}

/** Whether it is the program's own, and none of the newer ones is: a renewal is of the latest. */
function isLatest({ program, moduleKey }: Certificate, newer: readonly Certificate[]): boolean {
  return moduleKey === null && !newer.some((one) => one.program.id === program.id && one.moduleKey === null);
}

function CertificateFacts({ certificate }: { readonly certificate: Certificate }) {
  const { t } = useTexts();
  const { day, lastDay } = useDays();
  const { title, standing, awardedAt, expiresAt, number, url } = certificate;
  const isPast = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
  return (
    <>
      <div className="step-head">
        <h2>{title}</h2>
        <Chip tone={standingTones[standing]}>{t.standings[standing]}</Chip>
      </div>
      <p>{expiresAt === null ? t.validForGood : (isPast ? t.wasValidUntil : t.validUntil)(lastDay(expiresAt))}</p>
      <p className="small">
        {t.validFrom(day(awardedAt))} · {t.number(number)}
      </p>
      <p>
        {/* Out of the frame: a page that one shows to others. */}
        <a href={url} target="_blank" rel="noopener" aria-label={t.publicPageOf(title)}>
          {t.publicPage}
        </a>
      </p>
    </>
  );
}
