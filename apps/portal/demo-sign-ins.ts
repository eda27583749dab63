import { readFileSync } from "node:fs";
import type { Connect, Plugin } from "vite";

const loopback = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/**
 * Lets one sign in as somebody of the demo: gives three of the tokens that `npm start` wrote to `.kunna/demo.json`, to this
 * machine alone. Only while Vite serves the sources; it is no part of what is built.
 */
export function demoSignIns(file: string): Plugin {
  const answer: Connect.NextHandleFunction = (request, response, next) => {
    if (request.url !== "/demo.json" || !loopback.has(request.socket.remoteAddress ?? "")) return next();
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(signInsOf(file)));
  };
  return { name: "demo-sign-ins", configureServer: ({ middlewares }) => void middlewares.use(answer) };
}

/** Null when no demo is there. */
function signInsOf(file: string): object | null {
  try {
    const { graphql, tokens } = JSON.parse(readFileSync(file, "utf8"));
    const { learner, reviewer, manager } = tokens;
    return { graphql, tokens: { learner, reviewer, manager } };
  } catch {
    return null;
  }
}
