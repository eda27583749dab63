import { posix } from "node:path";
import type { MarkdownRenderer } from "vitepress";

/** What stands elsewhere in the repository and is part of the site: under which address. */
const elsewhere: Readonly<Record<string, string>> = {
  "README.md": "/index.md",
  "packages/client/README.md": "/reference/sdk/index.md",
  "packages/react/README.md": "/reference/sdk/react.md",
  "packages/lms-kit/README.md": "/reference/sdk/lms-kit.md",
  "packages/lti/README.md": "/reference/sdk/lti.md",
  "packages/xapi/README.md": "/reference/sdk/xapi.md",
  "packages/api/schema.graphql": "/schema.graphql",
  "packages/api/webhook-events.json": "/webhook-events.json",
};

/**
 * Lets the links of a page lead where they do on GitHub: a folder's README.md is its index here, and what stands outside
 * of the docs is where the site has it. `folder` is that of the pages, from the root of the repository.
 */
export function linkPages(markdown: MarkdownRenderer, folder: string): void {
  const open = markdown.renderer.rules.link_open;
  if (!open) throw new Error("VitePress renders links by a rule of its own, and it is gone.");
  markdown.renderer.rules.link_open = (tokens, index, options, env, self) => {
    const token = tokens[index];
    const href = token?.attrGet("href");
    if (token && href && !/^([a-z]+:|[/#])/.test(href)) {
      const to = onSite(href, env.relativePath, folder);
      token.attrSet("href", to);
      // VitePress takes what it does not know the ending of for a page, but for downloads.
      if (/^\/[\w-]+\.(?!md)\w+$/.test(to)) token.attrSet("download", "");
    }
    return open(tokens, index, options, env, self);
  };
}

function onSite(href: string, page: string, folder: string): string {
  const [path = "", hash] = href.split("#");
  const file = posix.join(folder, posix.dirname(page), path);
  const to = elsewhere[file] ?? path.replace(/(^|\/)README\.md$/, "$1index.md");
  return hash === undefined ? to : `${to}#${hash}`;
}
