export { renderCertificatePage } from "./certificate-page.ts";
export { certificatePageCss } from "./css.ts";
export { type CertificatePageFacts, type PageKind, type PageLocale, type PageStanding, pageLocales } from "./facts.ts";
export { renderNotFoundPage } from "./not-found-page.ts";
export { certificateCssPath } from "./page/document.ts";
export { certificateQrSvg } from "./qr.ts";
export { renderUnsubscribePage, type UnsubscribePageFacts } from "./unsubscribe-page.ts";
