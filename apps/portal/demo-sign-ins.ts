import { readFileSync } from "node:fs";
import type { Connect, Plugin } from "vite";

/**
 * Lets one sign in as somebody of the demo: gives the tokens that `npm start` wrote to `.kunna/demo.json`. Only while
 * Vite serves on this machine; it is no part of what is built.
 */
export function demoSignIns(file: string): Plugin {
  const answer: Connect.NextHandleFunction = (request, response, next) => {
    if (request.url !== "/demo.json") return next();
    response.setHeader("content-type", "application/json");
    try {
      response.end(readFileSync(file));
    } catch {
      response.statusCode = 404;
      response.end("null");
    }
  };
  return {
    name: "demo-sign-ins",
    configureServer: ({ middlewares }) => void middlewares.use(answer),
    configurePreviewServer: ({ middlewares }) => void middlewares.use(answer),
  };
}
