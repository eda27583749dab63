#!/usr/bin/env node
import { relative, resolve } from "node:path";
import { createConnector, NotCreated } from "./create.ts";

const [name, ...others] = process.argv.slice(2);

if (!name || name.startsWith("-") || others.length > 0) {
  process.stderr.write("Begins a connector from Kunna to an LMS: npm create kunna-connector my-lms\n");
  process.exit(name === "--help" ? 0 : 2);
}

try {
  const folder = resolve(name);
  createConnector(folder);
  process.stdout.write(
    `${relative(".", folder)} is a connector to a sample LMS, which passes the contract's checks:\n\n` +
      `  cd ${relative(".", folder)}\n  npm install\n  npm test\n\nIts README.md says what to replace, and in which order.\n`,
  );
} catch (error) {
  if (!(error instanceof NotCreated)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
