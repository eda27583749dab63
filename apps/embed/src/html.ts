/** A piece of HTML that is safe to put into a page as it is. Only `html` and `trusted` make one. */
export class SafeHtml {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = SafeHtml | string | number | undefined | false | readonly Value[];

/** HTML with every value escaped, for text and for attributes in double quotes alike. undefined and false leave nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): SafeHtml {
  return new SafeHtml(strings.map((string, i) => string + (i < values.length ? render(values[i]) : "")).join(""));
}

/** Our own constant markup, such as an icon. Never for a value that came from outside. */
export function trusted(markup: string): SafeHtml {
  return new SafeHtml(markup);
}

function render(value: Value): string {
  if (value === undefined || value === false) return "";
  if (value instanceof SafeHtml) return value.text;
  return typeof value === "object" ? value.map(render).join("") : escapeHtml(String(value));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

export function escapeHtml(text: string): string {
  // Control characters have no place in HTML, and a lone surrogate could not be encoded as UTF-8.
  return text
    .replace(/(?![\t\n\r])\p{Cc}/gu, "\uFFFD")
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    .replace(/[&<>"'`]/g, (character) => entities[character] ?? "");
}

/**
 * The address when it is one that a visitor may follow; a `javascript:` or malformed one is none. Without apostrophes, which
 * URLs may hold: the page also shows it inside a shell command.
 */
export function webAddress(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === "https:" || protocol === "http:" ? href.replaceAll("'", "%27") : undefined;
}
