import { omsorgNordFramework } from "./omsorg-nord-framework.ts";
import { medicationProgram } from "./omsorg-nord-program.ts";
import type { DemoOrganisation } from "./types.ts";

/** The second demo organisation, apart from the first in every way: a home-care provider with a framework of its own. */
export function omsorgNord(): DemoOrganisation {
  return {
    key: "omsorg-nord",
    name: "Omsorg Nord",
    timeZone: "Europe/Stockholm",
    locale: "sv",
    people: [
      {
        key: "otherAdmin",
        name: "Gunilla Hedlund",
        email: "gunilla.hedlund@omsorgnord.example.org",
        roles: ["ADMIN", "PROGRAM_OWNER", "REVIEWER"],
      },
      { key: "otherLearner", name: "Maja Isaksson", email: "maja.isaksson@omsorgnord.example.org", roles: ["LEARNER"] },
    ],
    teams: [],
    frameworks: [omsorgNordFramework],
    programs: [medicationProgram],
  };
}
