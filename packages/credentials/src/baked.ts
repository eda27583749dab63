import { inflateSync } from "node:zlib";

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** What a credential may have when it is unpacked: the same as one that came by itself. */
const maximumBytes = 1_048_576;

/**
 * The text of a credential: itself, or baked into an image (OB 3.0, section 5.3 "Baked Badges"): a PNG's iTXt chunk
 * `openbadgecredential`, or an SVG's element `openbadges:credential`. Null where there is none.
 */
export function credentialText(content: Uint8Array): string | null {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (bytes.subarray(0, 8).equals(pngSignature)) return fromPng(bytes);
  const text = bytes.toString("utf8");
  return text.trimStart().startsWith("<") ? fromSvg(text) : text;
}

/** PNG 3, section 11.3.3.4 "iTXt": keyword, 0, packed or not, method, language, 0, translated keyword, 0, text. */
function fromPng(bytes: Buffer): string | null {
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (bytes.toString("latin1", at + 4, at + 8) === "iTXt") {
      const keywordEnd = data.indexOf(0);
      const languageEnd = data.indexOf(0, keywordEnd + 3);
      const translatedEnd = data.indexOf(0, languageEnd + 1);
      if (data.toString("latin1", 0, keywordEnd) === "openbadgecredential" && languageEnd > 0 && translatedEnd > 0) {
        const text = data.subarray(translatedEnd + 1);
        return data[keywordEnd + 1] === 1 ? unpack(text) : text.toString("utf8");
      }
    }
    at += 12 + length;
  }
  return null;
}

function unpack(text: Buffer): string | null {
  try {
    return inflateSync(text, { maxOutputLength: maximumBytes }).toString("utf8");
  } catch {
    return null;
  }
}

/** The credential is in CDATA, or its address or JWS in `verify`, which is not what is asked for here. */
function fromSvg(text: string): string | null {
  const start = text.indexOf("<openbadges:credential");
  const open = start < 0 ? -1 : text.indexOf("<![CDATA[", start);
  const close = open < 0 ? -1 : text.indexOf("]]>", open);
  return close < 0 ? null : text.slice(open + "<![CDATA[".length, close).trim();
}
