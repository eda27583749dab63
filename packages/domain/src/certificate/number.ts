/** Crockford's base 32: no letter that looks like a digit. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * A certificate number, such as 7F3K-9Q2M-XB4D: 60 random bits, so that it can't be guessed and is also the
 * certificate's public address.
 * @param random at least 12 random bytes
 */
export function certificateNumber(random: Uint8Array): string {
  const characters = Array.from(random.subarray(0, 12), (byte) => alphabet.charAt(byte % 32)).join("");
  return (characters.match(/.{4}/g) ?? []).join("-");
}

/**
 * The number as stored, from what a person typed: case, spaces and the letters that look like digits are forgiven.
 * Null when it can't be one.
 */
export function parseCertificateNumber(typed: string): string | null {
  const plain = typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  return /^[0-9A-HJKMNP-TV-Z]{12}$/.test(plain) ? (plain.match(/.{4}/g) ?? []).join("-") : null;
}
