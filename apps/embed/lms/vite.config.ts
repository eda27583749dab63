import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The shell is written by the server (src/lms-shell.ts), which finds the files by the manifest. */
export default defineConfig({
  base: "/embed/",
  plugins: [react()],
  build: {
    outDir: "../dist/lms",
    emptyOutDir: true,
    manifest: true,
    rolldownOptions: { input: new URL("src/main.tsx", import.meta.url).pathname },
  },
});
