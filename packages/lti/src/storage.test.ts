import { describe, expect, it, vi } from "vitest";
import { memoryStorage } from "./memory-storage.ts";
import { storageChecks } from "./testing/index.ts";

describe("The storage in memory", () => {
  for (const check of storageChecks) {
    it(check.name, async () => {
      const storage = memoryStorage();
      await check.run({
        storage,
        grant: async (name) => ({ grant: name, hint: name }),
        decide: async (id, decision) => {
          const registration = await storage.getRegistration(id);
          if (registration) storage.setRegistration({ ...registration, ...decision });
        },
      });
    });
  }
});

it("forgets logins and values an hour after they expired", async () => {
  vi.useFakeTimers();
  try {
    const storage = memoryStorage();
    const login = { nonce: "n", registrationId: "1", targetLinkUri: "https://tool.example", bindingHash: "h" };
    const expiresAt = new Date(Date.now() + 600_000);
    await storage.putLogin({ ...login, state: "old", expiresAt });
    await storage.useOnce("1", "nonce:n", expiresAt);
    vi.setSystemTime(Date.now() + 4_000_000);
    await storage.putLogin({ ...login, state: "kept", expiresAt: new Date(Date.now() + 600_000) });
    expect(await storage.getLogin("old")).not.toBeNull();
    vi.setSystemTime(Date.now() + 300_000);
    await storage.putLogin({ ...login, state: "new", expiresAt: new Date(Date.now() + 600_000) });
    expect(await storage.getLogin("old")).toBeNull();
    expect(await storage.getLogin("kept")).not.toBeNull();
    expect(await storage.useOnce("1", "nonce:n", expiresAt)).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});
