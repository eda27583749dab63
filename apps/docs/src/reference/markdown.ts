/** A text for a cell or a paragraph: nothing in it is taken for HTML, for a template or for the end of a cell. */
export function text(plain: string): string {
  return plain
    .replaceAll("&", "&amp;")
    .replace(/`[^`]*`|[<>]|\{\{|\|/g, (part) =>
      part.startsWith("`")
        ? part.replaceAll("&amp;", "&").replaceAll("|", "\\|")
        : part === "|"
          ? "\\|"
          : (escaped[part] ?? part),
    )
    .replaceAll("\n", " ");
}

const escaped: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "{{": "&#123;&#123;" };

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A page of blocks, with its title. */
export function page(title: string, ...blocks: readonly string[]): string {
  return `${[`# ${title}`, ...blocks.filter((block) => block !== "")].join("\n\n")}\n`;
}

export function heading(level: 2 | 3 | 4, name: string, id = name): string {
  return `${"#".repeat(level)} ${name} {#${id}}`;
}
