// Generates the Prisma client and the Pothos types into src/generated, without the network.
// `prisma generate` fetches a schema engine that it then does not use; naming any executable keeps it from doing so.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const manifest = require.resolve("prisma/package.json");
const cli = join(dirname(manifest), require(manifest).bin.prisma);

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "generate"], {
  cwd: root,
  encoding: "utf8",
  env: {
    ...process.env,
    // Where Prisma finds the Pothos generator, also when no package manager started this.
    PATH: join(root, "node_modules", ".bin") + delimiter + process.env.PATH,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  },
});
if (status !== 0) {
  process.stderr.write(stdout + stderr);
  process.exit(status ?? 1);
}
