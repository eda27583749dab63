import type { PageLocale } from "@kunna/embed";

const words = {
  en: {
    title: "Nobody has said yet who you are here.",
    next: "An administrator of your organisation matches you with your name there; then open the activity from the course again. You stand in their list already.",
    code: "Code",
  },
  sv: {
    title: "Ingen har sagt än vem du är här.",
    next: "En administratör i din organisation kopplar dig till ditt namn där; öppna sedan aktiviteten från kursen igen. Du står redan på deras lista.",
    code: "Kod",
  },
} as const;

/** For whoever came from an LMS and is matched to nobody. It holds no session: any platform may frame it. */
export function waitingPage(locale: PageLocale): Response {
  const { title, next, code } = words[locale];
  const page = `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${next}</p>
<p>${code}: <code>LMS_IDENTITY_NOT_MATCHED</code></p>
</main>
</body>
</html>
`;
  return new Response(page, {
    status: 403,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  });
}
