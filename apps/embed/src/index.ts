export { renderCertificatePage } from "./certificate-page.ts";
export { certificatePageCss } from "./css.ts";
export { type CertificatePageFacts, type PageKind, type PageLocale, type PageStanding, pageLocales } from "./facts.ts";
export {
  type LmsSession,
  type LmsTarget,
  type LmsTargetKind,
  type LmsView,
  lmsTargetKinds,
  lmsViews,
} from "./lms-session.ts";
export { type LmsShell, lmsAssetsFolder, lmsPath, renderLmsShell } from "./lms-shell.ts";
export { renderNotFoundPage } from "./not-found-page.ts";
export { certificateCssPath } from "./page/document.ts";
export { certificateQrSvg } from "./qr.ts";
export { renderUnsubscribePage, type UnsubscribePageFacts } from "./unsubscribe-page.ts";
