import fc from "fast-check";
import { expect, it } from "vitest";
import { certificateNumber, parseCertificateNumber } from "./number.ts";

const random = fc.uint8Array({ minLength: 12, maxLength: 12 });

it.each([
  [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], "0123-4567-89AB"],
  [[20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31], "MNPQ-RSTV-WXYZ"],
  [[32, 63, 64, 95, 96, 127, 128, 159, 160, 191, 192, 255], "0Z0Z-0Z0Z-0Z0Z"],
  [Array(16).fill(7), "7777-7777-7777"],
])("R5 the bytes %j make the number %s", (bytes, number) => {
  expect(certificateNumber(Uint8Array.from(bytes))).toBe(number);
});

it.each([
  ["7F3K-9Q2M-XB4D", "7F3K-9Q2M-XB4D"],
  ["7f3k-9q2m-xb4d", "7F3K-9Q2M-XB4D"],
  ["7F3K9Q2MXB4D", "7F3K-9Q2M-XB4D"],
  [" 7F3K 9Q2M\tXB4D\n", "7F3K-9Q2M-XB4D"],
  ["7-F-3-K-9-Q-2-M-X-B-4-D", "7F3K-9Q2M-XB4D"],
  ["oOiI-lL00-1111", "0011-1100-1111"],
  ["7F3K-9Q2M-XB4", null],
  ["7F3K-9Q2M-XB4DD", null],
  ["7F3K-9Q2M-XB4U", null],
  ["7F3K-9Q2M-XB4!", null],
  ["", null],
  ["٧F3K-9Q2M-XB4D", null],
])("R5 typed as %j it is %j", (typed, number) => {
  expect(parseCertificateNumber(typed)).toBe(number);
});

it("R5 a number is read back from however it is typed", () => {
  const spoil = fc.infiniteStream(fc.constantFrom("lower", "space", "hyphen", "alike", "none"));
  const alike: Record<string, string> = { "0": "O", "1": "l" };
  fc.assert(
    fc.property(random, spoil, (bytes, spoils) => {
      const number = certificateNumber(bytes);
      const typed = Array.from(number, (character) => {
        const how = spoils.next().value;
        if (how === "lower") return character.toLowerCase();
        if (how === "alike") return alike[character] ?? character;
        return character + ({ space: " ", hyphen: "-" }[how as string] ?? "");
      }).join("");
      expect(parseCertificateNumber(number)).toBe(number);
      expect(parseCertificateNumber(typed)).toBe(number);
    }),
  );
});

it("R5 each of the 60 bits counts: numbers are equal only when the bytes are, modulo 32", () => {
  fc.assert(
    fc.property(random, fc.nat(11), fc.integer({ min: 1, max: 31 }), (bytes, at, by) => {
      const other = bytes.with(at, ((bytes[at] ?? 0) + by) % 256);
      expect(certificateNumber(other)).not.toBe(certificateNumber(bytes));
    }),
  );
});

it("R5 whatever is typed, it is a number as stored or none", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (typed) => {
      const number = parseCertificateNumber(typed);
      if (number !== null) expect(number).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
      if (number !== null) expect(parseCertificateNumber(number)).toBe(number);
    }),
  );
});
