// Preloaded into a server whose memory is to be read: collects its garbage when told to, and writes down what is left.
import { renameSync, writeFileSync } from "node:fs";

const file = process.env.BENCH_MEMORY;

process.on("SIGUSR2", () => {
  for (let time = 0; time < 3; time += 1) globalThis.gc();
  writeFileSync(`${file}.part`, JSON.stringify(process.memoryUsage()));
  renameSync(`${file}.part`, file);
});
