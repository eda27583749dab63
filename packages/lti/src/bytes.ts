import { base64url } from "jose";

/** 256 random bits, base64url: 43 characters, fit for a cookie's value or a part of its name. */
export function randomToken(): string {
  return base64url.encode(crypto.getRandomValues(new Uint8Array(32)));
}

/** A short random text for people to read out: no letters that look like digits. */
export function shortReference(): string {
  const letters = "23456789BCDFGHJKMNPQRSTVWXYZ";
  const picked = crypto.getRandomValues(new Uint8Array(8));
  const text = Array.from(picked, (byte) => letters[byte % letters.length]).join("");
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}

/** SHA-256 of a text's UTF-8, base64url. */
export async function sha256(text: string): Promise<string> {
  return base64url.encode(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}
