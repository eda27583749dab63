/** HTML that is safe to send: made by `html` alone. */
export interface Html {
  readonly html: string;
}

type Part = string | number | Html | readonly Html[];

/** A template whose values are escaped, but for those that are HTML already. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  const text = strings.reduce((all, string, index) => all + partOf(values[index - 1] ?? "") + string);
  return { html: text };
}

function partOf(value: Part): string {
  if (typeof value === "string" || typeof value === "number") return escapeHtml(String(value));
  return "html" in value ? value.html : value.map((one) => one.html).join("");
}

function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? "");
}

/** What the author of a script wrote, as it is. Data reaches it by attributes, never by being written into it. */
export function scriptOf(code: string): Html {
  if (/<\/script|<!--/i.test(code)) throw new Error("A script may not hold the end of itself.");
  return { html: code };
}
