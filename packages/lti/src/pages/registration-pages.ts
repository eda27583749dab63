import type { LtiRegistrationStatus } from "../registration.ts";
import type { LtiWords } from "../tool-options.ts";
import { html, scriptOf } from "./html.ts";
import { type Language, pageResponse } from "./page.ts";

const words = {
  en: {
    title: (name: string) => `Connect ${name}`,
    asks: "It asks the learning platform for this:",
    launches: "Be opened from courses, knowing the person's ID there, their role and the course.",
    personal: "Names and e-mail addresses.",
    free: "Whatever you do not want, you can turn off for the tool in the learning platform.",
    connect: "Connect",
    done: "The learning platform is connected",
    pending:
      "The learning platform is registered. An administrator of this service now approves it; until then, activities of it do not open.",
    blocked:
      "The learning platform's access is turned off here, and stays so. An administrator of this service can turn it on again.",
    active: "Activate the tool in the learning platform, if it asks for that. Then add it to a course.",
    close: "Back to the learning platform",
  },
  sv: {
    title: (name: string) => `Anslut ${name}`,
    asks: "Det här ber verktyget lärplattformen om:",
    launches: "Att öppnas från kurser, med personens ID där, rollen och kursen.",
    personal: "Namn och e-postadresser.",
    free: "Det du inte vill ge kan du stänga av för verktyget i lärplattformen.",
    connect: "Anslut",
    done: "Lärplattformen är ansluten",
    pending:
      "Lärplattformen är registrerad. En administratör för tjänsten godkänner den nu; till dess öppnas inga aktiviteter från den.",
    blocked:
      "Lärplattformens åtkomst är avstängd här, och förblir det. En administratör för tjänsten kan slå på den igen.",
    active: "Aktivera verktyget i lärplattformen, om den ber om det. Lägg sedan till det i en kurs.",
    close: "Tillbaka till lärplattformen",
  },
} as const;

/** What the tool asks for, before anything is sent. */
export function registerPage(
  language: Language,
  page: {
    readonly name: string;
    readonly scopes: ReadonlyArray<{ readonly scope: string } & LtiWords>;
    readonly personalData: LtiWords | undefined;
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
  },
): Response {
  const said = words[language];
  const inputs = Object.entries(page.fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const rows = page.scopes.map(
    (one) => html`<dt>${one[language]}</dt><dd class="quiet"><code>${one.scope}</code></dd>`,
  );
  return pageResponse({
    language,
    title: said.title(page.name),
    formAction: "'self'",
    body: html`<h1>${said.title(page.name)}</h1>
<p>${said.asks}</p>
<dl>
<dt>${said.launches}</dt>
${page.personalData ? html`<dt>${said.personal}</dt><dd class="quiet">${page.personalData[language]}</dd>` : ""}
${rows}
</dl>
<p class="quiet">${said.free}</p>
<form method="post" action="${page.action}">
${inputs}
<button class="button">${said.connect}</button>
</form>`,
  });
}

/** The message by which the platform's page closes this one: LTI Dynamic Registration 1.0, section 3.7. It tells nothing. */
const closeScript = scriptOf(`(function () {
  "use strict";
  document.getElementById("close").addEventListener("click", function () {
    var near = window.opener || (window.parent !== window ? window.parent : null);
    if (near) near.postMessage({ subject: "org.imsglobal.lti.close" }, "*");
    if (window.opener) window.close();
  });
})();`);

/** It is registered, now or before: what comes next, and the way back. */
export function registeredPage(
  language: Language,
  page: { readonly status: LtiRegistrationStatus; readonly issuer: string },
): Response {
  const said = words[language];
  return pageResponse({
    language,
    title: said.done,
    script: closeScript,
    body: html`<h1>${said.done}</h1>
${page.status === "PENDING" ? html`<p>${said.pending}</p>` : ""}${page.status === "BLOCKED" ? html`<p>${said.blocked}</p>` : ""}
<p>${said.active}</p>
<p><button class="button" id="close" type="button">${said.close}</button></p>
<hr>
<p class="quiet"><code>${page.issuer}</code></p>`,
  });
}
