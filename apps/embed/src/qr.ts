import QRCode from "qrcode";

/** A QR code needs four light modules around it to be found (ISO/IEC 18004). */
const quiet = 4;

/**
 * The address as a QR code: an SVG without styles or scripts. It is dark on light in every theme, since many readers can't
 * read an inverted one.
 */
export function certificateQrSvg(url: string): string {
  const { modules } = QRCode.create(url, { errorCorrectionLevel: "M" });
  const side = modules.size + 2 * quiet;
  let path = "";
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) {
      if (modules.get(y, x)) path += `M${x + quiet} ${y + quiet}h1v1h-1z`;
    }
  }
  return `<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges" aria-hidden="true" focusable="false"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path fill="#000" d="${path}"/></svg>`;
}
