import type { DefaultTheme, LocaleSpecificConfig } from "vitepress";

type Locale = LocaleSpecificConfig<DefaultTheme.Config> & { label: string; link?: string };
type Item = readonly [text: string, link: string];

/** Not to be folded: VitePress makes that a button within a button. */
const group = (text: string, items: readonly Item[]) => ({
  text,
  items: items.map(([text, link]) => ({ text, link })),
});

/** The tasks of the guide, in the order of its own list (guide/README.md). */
const guide: readonly Item[] = [
  ["Programs", "/guide/programs"],
  ["Assignment", "/guide/assignment"],
  ["Evidence and review", "/guide/evidence"],
  ["Standing", "/guide/standing"],
  ["Renewal", "/guide/renewal"],
  ["Governance", "/guide/governance"],
  ["Recognition", "/guide/recognition"],
  ["Import", "/guide/import"],
  ["Events", "/guide/events"],
  ["Webhooks", "/guide/webhooks"],
  ["Notifications", "/guide/notifications"],
  ["Operating", "/guide/operating"],
  ["Your own client", "/guide/your-own-client"],
  ["Sent twice, done once", "/guide/idempotency"],
];

export const english: Locale = {
  label: "English",
  lang: "en",
  description: "The open-source headless certification backend",
  themeConfig: {
    nav: [
      { text: "Start", link: "/start" },
      { text: "Guide", link: "/guide/" },
      { text: "Reference", link: "/reference/api/queries" },
      { text: "Project", link: "/architecture" },
    ],
    sidebar: [
      group("Begin", [
        ["Five minutes", "/start"],
        ["How it hangs together", "/concepts"],
        ["The words and the rules", "/domain"],
      ]),
      group("For you", [
        ["Frontend teams", "/for/frontend"],
        ["LMS administrators", "/for/lms-admin"],
        ["Program owners", "/for/program-owner"],
        ["Operators", "/for/operator"],
      ]),
      group("What you want to do", guide),
      group("Kunna in your LMS", [
        ["Connect it", "/guide/lms/"],
        ["Moodle", "/guide/lms/moodle"],
        ["Canvas", "/guide/lms/canvas"],
        ["Brightspace", "/guide/lms/brightspace"],
        ["Blackboard", "/guide/lms/blackboard"],
        ["Sakai", "/guide/lms/sakai"],
      ]),
      group("Look up", [
        ["Recipes", "/recipes"],
        ["Queries", "/reference/api/queries"],
        ["Mutations", "/reference/api/mutations"],
        ["Subscriptions", "/reference/api/subscriptions"],
        ["Types", "/reference/api/objects"],
        ["Inputs", "/reference/api/inputs"],
        ["Enums and scalars", "/reference/api/enums"],
        ["Error codes", "/reference/api/errors"],
        ["Permissions", "/permissions"],
        ["Settings", "/reference/settings"],
      ]),
      group("The SDK", [
        ["@kunna/client", "/reference/sdk/"],
        ["@kunna/react", "/reference/sdk/react"],
        ["Reference: client", "/reference/sdk/reference"],
        ["Reference: webhooks", "/reference/sdk/reference-webhooks"],
        ["Reference: testing", "/reference/sdk/reference-testing"],
        ["Reference: React", "/reference/sdk/reference-react"],
      ]),
      group("For plugin authors", [
        ["A connector to your LMS", "/guide/connector"],
        ["@kunna/lms-kit", "/reference/sdk/lms-kit"],
        ["@kunna/lti", "/reference/sdk/lti"],
        ["@kunna/xapi", "/reference/sdk/xapi"],
      ]),
      group("The project", [
        ["The house", "/architecture"],
        ["Decisions", "/decisions/"],
        ["The stack, and its traps", "/stack"],
        ["What was killed", "/chaos"],
      ]),
    ],
    outline: { level: [2, 3], label: "On this page" },
  },
};

export const swedish: Locale = {
  label: "Svenska",
  lang: "sv",
  link: "/sv/",
  description: "Kompetensbevis som håller: öppen källkod, utan eget gränssnitt",
  themeConfig: {
    nav: [
      { text: "Kom igång", link: "/sv/start" },
      { text: "Handledning (på engelska)", link: "/guide/" },
    ],
    sidebar: [
      group("Kom igång", [
        ["Vad Kunna är", "/sv/"],
        ["Fem minuter", "/sv/start"],
      ]),
      group("I ert LMS", [["Moodle", "/sv/moodle"]]),
      group("På engelska", [
        ["Orden och reglerna", "/domain"],
        ["Handledningen", "/guide/"],
      ]),
    ],
    outline: { level: [2, 3], label: "På sidan" },
    docFooter: { prev: "Föregående", next: "Nästa" },
    darkModeSwitchLabel: "Utseende",
    lightModeSwitchTitle: "Byt till ljust",
    darkModeSwitchTitle: "Byt till mörkt",
    sidebarMenuLabel: "Meny",
    returnToTopLabel: "Till början",
    langMenuLabel: "Byt språk",
    skipToContentLabel: "Till innehållet",
    notFound: {
      title: "Sidan finns inte",
      quote: "Adressen är fel, eller sidan har flyttat.",
      linkText: "Till början",
      linkLabel: "Till början",
    },
  },
};
