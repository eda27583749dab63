import { describe, expect, test } from "vitest";
import { decryptSecret, encryptSecret, SigningSecretRefused } from "./secret.ts";

const SECRET = new Uint8Array(32).fill(7);

describe("a signing secret at rest", () => {
  test("opens with the same installation secret and context", () => {
    const stored = encryptSecret("z3u2example", SECRET, "key-1");
    expect(stored[0]).toBe(1);
    expect(decryptSecret(stored, SECRET, "key-1")).toBe("z3u2example");
  });

  test("does not show the secret, and never looks the same twice", () => {
    const [one, two] = [encryptSecret("z3u2example", SECRET, "key-1"), encryptSecret("z3u2example", SECRET, "key-1")];
    expect(Buffer.from(one).includes("z3u2example")).toBe(false);
    expect(one).not.toEqual(two);
  });

  test("is refused with another installation secret, for another key, or with any one byte changed", () => {
    const stored = encryptSecret("z3u2example", SECRET, "key-1");
    expect(refusal(() => decryptSecret(stored, new Uint8Array(32).fill(8), "key-1"))).toBe("NOT_AUTHENTIC");
    expect(refusal(() => decryptSecret(stored, SECRET, "key-2"))).toBe("NOT_AUTHENTIC");
    for (const index of stored.keys()) {
      const changed = stored.map((byte, at) => (at === index ? byte ^ 1 : byte));
      expect(refusal(() => decryptSecret(changed, SECRET, "key-1"))).toBe(
        index === 0 ? "UNKNOWN_VERSION" : "NOT_AUTHENTIC",
      );
    }
  });

  test("is refused when cut short, and when the installation secret is not 32 bytes", () => {
    const stored = encryptSecret("z3u2example", SECRET, "key-1");
    expect(refusal(() => decryptSecret(stored.subarray(0, 20), SECRET, "key-1"))).toBe("UNKNOWN_VERSION");
    expect(refusal(() => decryptSecret(stored.subarray(0, 30), SECRET, "key-1"))).toBe("NOT_AUTHENTIC");
    expect(refusal(() => encryptSecret("z", SECRET.subarray(1), "key-1"))).toBe("INSTALLATION_SECRET_LENGTH");
    expect(refusal(() => decryptSecret(stored, SECRET.subarray(1), "key-1"))).toBe("INSTALLATION_SECRET_LENGTH");
  });
});

function refusal(open: () => unknown): string | undefined {
  try {
    open();
    return undefined;
  } catch (error) {
    if (!(error instanceof SigningSecretRefused)) throw error;
    expect(error.code).toBe("SIGNING_SECRET_REFUSED");
    return error.reason;
  }
}
