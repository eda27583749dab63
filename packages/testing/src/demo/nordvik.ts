import { demoPrograms } from "./digcomp-programs.ts";
import type { DemoOrganisation, FrameworkInput } from "./types.ts";

/** The first demo organisation: a municipality that certifies its staff in DigComp 3.0. */
export function nordvik(digComp: FrameworkInput): DemoOrganisation {
  return {
    key: "nordvik",
    name: "Nordvik kommun",
    timeZone: "Europe/Stockholm",
    locale: "sv",
    people: [
      { key: "admin", name: "Ingrid Sandström", email: "ingrid.sandstrom@nordvik.example.org", roles: ["ADMIN"] },
      {
        key: "programOwner",
        name: "Mats Lindqvist",
        email: "mats.lindqvist@nordvik.example.org",
        roles: ["PROGRAM_OWNER"],
      },
      { key: "reviewer", name: "Yasmin Haddad", email: "yasmin.haddad@nordvik.example.org", roles: ["REVIEWER"] },
      {
        key: "secondReviewer",
        name: "Johan Åkerblom",
        email: "johan.akerblom@nordvik.example.org",
        roles: ["REVIEWER"],
      },
      { key: "manager", name: "Karin Öhman", email: "karin.ohman@nordvik.example.org", roles: ["MANAGER"] },
      { key: "learner1", name: "Elin Bergström", email: "elin.bergstrom@nordvik.example.org", roles: ["LEARNER"] },
      { key: "learner2", name: "Amir Rahimi", email: "amir.rahimi@nordvik.example.org", roles: ["LEARNER"] },
      { key: "learner3", name: "Sofia Niemi", email: "sofia.niemi@nordvik.example.org", roles: ["LEARNER"] },
      { key: "learner4", name: "Per-Olof Sjögren", email: "per-olof.sjogren@nordvik.example.org", roles: ["LEARNER"] },
      { key: "learner5", name: "Hodan Warsame", email: "hodan.warsame@nordvik.example.org", roles: ["LEARNER"] },
      { key: "learner6", name: "Nils Hætta", email: "nils.haetta@nordvik.example.org", roles: ["LEARNER"] },
    ],
    // Two learners are outside the team, so that it shows what a manager does not see.
    teams: [
      {
        key: "medborgarservice",
        name: "Medborgarservice",
        managerKey: "manager",
        memberKeys: ["learner1", "learner2", "learner3", "learner4"],
      },
    ],
    frameworks: [digComp],
    programs: demoPrograms(digComp),
  };
}
