import type { PublicRequest } from "./router.ts";

/** Whether a client that names what it takes would rather have a page than data: browsers put text/html first. */
export function prefersHtml(accept: string | undefined): boolean {
  const ranked = (accept ?? "")
    .split(",")
    .map((part) => {
      const [type = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
      const q = parameters.find((parameter) => parameter.startsWith("q="));
      return { type, q: q ? Number(q.slice(2)) || 0 : 1 };
    })
    .filter(({ q }) => q > 0);
  const best = (wanted: (type: string) => boolean) =>
    Math.max(-1, ...ranked.filter(({ type }) => wanted(type)).map(({ q }) => q));
  const page = best((type) => type === "text/html" || type === "application/xhtml+xml");
  return page >= 0 && page >= best((type) => /^application\/(vc|json|ld\+json|.*\+json)/.test(type));
}

/** The page's language: the one in the address, else the first of the browser's that we have, else the organisation's. */
export function preferredLocale({ url, headers }: PublicRequest, organisation = "en"): "sv" | "en" {
  const wanted = [url.searchParams.get("lang") ?? "", ...(headers["accept-language"] ?? "").split(","), organisation];
  for (const one of wanted) {
    const language = one.trim().slice(0, 2).toLowerCase();
    if (language === "sv" || language === "en") return language;
  }
  return "en";
}
