import { defineConfig, type Plugin } from "vitest/config";
import { shared } from "../../vitest.shared.ts";

/** What babel-plugin-relay does in an app: graphql`...` becomes what the compiler has made of it. */
const relayTags: Plugin = {
  name: "relay-tags",
  enforce: "pre",
  transform(code, id) {
    if (!id.includes("/clients/relay/")) return null;
    const made: string[] = [];
    const tagged = code.replace(/\bgraphql`\s*\w+ (\w+)[^`]*`/g, (_tag: string, name: string) => {
      made.push(`import $${name} from "./__generated__/${name}.graphql.ts";`);
      return `$${name}`;
    });
    return made.length > 0 ? `${made.join("")}${tagged}` : null;
  },
};

const project = (name: string, include: string) => ({ ...shared, test: { ...shared.test, name, include: [include] } });
const clients = project("clients", "clients/**/*.test.ts");

export default defineConfig({
  test: {
    ...shared.test,
    projects: [
      project("site", "src/**/*.test.ts"),
      // A server is started once for all of them.
      {
        ...clients,
        plugins: [relayTags],
        test: {
          ...clients.test,
          globalSetup: "clients/server.test.support.ts",
          fileParallelism: false,
          // The builds that warn of what is wrong with a cache.
          execArgv: ["--conditions=development"],
        },
      },
    ],
  },
});
