import { describe, it } from "vitest";
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
