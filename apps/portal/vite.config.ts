import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { demoSignIns } from "./demo-sign-ins.ts";

const demoFile = fileURLToPath(new URL("../../.kunna/demo.json", import.meta.url));

export default defineConfig({ plugins: [react(), demoSignIns(demoFile)] });
