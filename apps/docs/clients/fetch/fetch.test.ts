import { describeExample } from "../contract.test.support.ts";
import { type Cache, extend, follow, load } from "./certificates.ts";

describeExample(
  "plain fetch",
  (url, token) => {
    const kunna = { url, token };
    let cache: Cache = new Map();
    let changed = () => {};
    return {
      watch(programId, show) {
        changed = () => show([...cache.values()], null);
        const more = async () => {
          cache = await load(kunna, programId);
          changed();
        };
        void more();
        return { more, stop: () => {} };
      },
      async extend(input) {
        const told = await extend(kunna, cache, input, crypto.randomUUID());
        changed();
        return told;
      },
      follow(programId, after, onEvent) {
        const ended = new AbortController();
        void (async () => {
          for await (const cursor of follow(kunna, cache, programId, after, ended.signal)) {
            onEvent(cursor);
            changed();
          }
        })();
        return () => ended.abort();
      },
    };
  },
  [5],
);
