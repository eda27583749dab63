/** What a browser posts, and where to. */
export interface HtmlForm {
  readonly action: string;
  readonly method: "GET" | "POST";
  readonly fields: Readonly<Record<string, string>>;
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'" };

/** Text as it stands in HTML, also inside double quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function unescapeHtml(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39|#x27);/gi, (_all, name: string) => entities[name.toLowerCase()] ?? "");
}

/** A page that posts a form as soon as it is shown; without scripts, when its button is pressed. */
export function selfSubmittingForm(form: HtmlForm): string {
  const inputs = Object.entries(form.fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>One moment</title></head><body>
<form id="onward" action="${escapeHtml(form.action)}" method="${form.method.toLowerCase()}">
${inputs.join("\n")}
<noscript><button type="submit">Continue</button></noscript>
</form>
<script>document.getElementById("onward").submit()</script>
</body></html>`;
}

/** An answer in HTML, kept by no cache. */
export function htmlResponse(html: string, status = 200): Response {
  return new Response(html, {
    status,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}

function attribute(tag: string, name: string): string | null {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "i").exec(tag);
  return match === null ? null : unescapeHtml(match[1] ?? match[2] ?? match[3] ?? "");
}

/**
 * The first form of a page, with its inputs. For pages that machines write for machines: attributes in quotes, no nested forms.
 * `base` is the page's own URL. Null: the page has none.
 */
export function firstForm(html: string, base: string): HtmlForm | null {
  const form = /<form\b[^>]*>([\s\S]*?)<\/form>/i.exec(html);
  if (form === null) return null;
  const opening = /<form\b[^>]*>/i.exec(form[0])?.[0] ?? "";
  const fields: Record<string, string> = {};
  for (const [input] of form[0].matchAll(/<input\b[^>]*>/gi)) {
    const name = attribute(input, "name");
    if (name !== null) fields[name] = attribute(input, "value") ?? "";
  }
  return {
    action: new URL(attribute(opening, "action") || base, base).href,
    method: attribute(opening, "method")?.toUpperCase() === "POST" ? "POST" : "GET",
    fields,
  };
}

/** Whether a page posts its form by itself: it has a script that submits. */
export function submitsItself(html: string): boolean {
  return /\.submit\(\)/.test(html) && /<form\b/i.test(html);
}
