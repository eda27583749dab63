import type { MarkdownRenderer } from "vitepress";

/** Lets links lead where they do on GitHub too: a folder's README.md is its index here. */
export function linkPages(markdown: MarkdownRenderer): void {
  const open = markdown.renderer.rules.link_open;
  if (!open) throw new Error("VitePress renders links by a rule of its own, and it is gone.");
  markdown.renderer.rules.link_open = (tokens, index, ...rest) => {
    const href = tokens[index]?.attrGet("href");
    if (href && !/^https?:/.test(href)) tokens[index]?.attrSet("href", href.replace(/\bREADME\.md\b/, "index.md"));
    return open(tokens, index, ...rest);
  };
}
