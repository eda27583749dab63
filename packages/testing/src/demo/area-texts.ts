import type { DemoBand } from "./bands.ts";

/** What a learner does at the end of an area, at work, and then thinks about. */
export interface AreaText {
  readonly summary: Readonly<Record<DemoBand, string>>;
  readonly task: Readonly<Record<DemoBand, readonly [title: string, instructions: string]>>;
  /** What did you do at work, what did you learn, what will you do differently. */
  readonly prompts: readonly string[];
}

export const areaTexts: Readonly<Record<string, AreaText>> = {
  "1": {
    summary: {
      foundation: "Find, judge and keep order in information, so that you and those you serve can rely on it.",
      advanced: "Lead others in finding, judging and using information and data, also when the question is complex.",
    },
    task: {
      foundation: [
        "Answer a real question",
        "Take a question that somebody at work actually needs answered. Search, judge the sources, and give the answer in writing with its sources. Hand in the answer, how you searched, and where you have stored it.",
      ],
      advanced: [
        "Base a decision on data",
        "Prepare the facts for a decision in your unit: find and weigh the sources, analyse data of your own, and say how sure you are. Hand in the material and what was decided.",
      ],
    },
    prompts: [
      "Which question did you work on, and for whom did the answer matter?",
      "What did you find out about your sources that you would have missed before?",
      "What did you learn that no course could have told you?",
      "What will you do differently the next time that you search, judge or store something?",
    ],
  },
  "2": {
    summary: {
      foundation:
        "Communicate, share and work together through digital tools, with respect and with care for who you are online.",
      advanced: "Make digital communication and collaboration work for a whole group, and guide others in it.",
    },
    task: {
      foundation: [
        "Carry a matter through together",
        "Carry through a matter at work together with at least two others, mainly through digital tools: plan, share, communicate, finish. Hand in what you made, and how you communicated on the way.",
      ],
      advanced: [
        "Improve how a group works together",
        "Change how a team or a network communicates or collaborates digitally. Find out what is in the way, try a new way for at least three weeks, and hand in what changed, in the words of the members.",
      ],
    },
    prompts: [
      "With whom did you work, and what was at stake for them?",
      "When did the communication not work, and what did you do then?",
      "What did you learn about how you come across to others?",
      "What will you, and your group, keep doing in the new way?",
    ],
  },
  "3": {
    summary: {
      foundation:
        "Create digital content that others understand, with the rights in order, and let the computer do what it does best.",
      advanced:
        "Develop content and simple solutions that others build on, and see to quality, accessibility and rights.",
    },
    task: {
      foundation: [
        "Make something that will be used",
        "Make a guide, a film, a page or a form that your workplace needs, from material of your own and of others. Publish it where it will be used. Hand it in with its sources and licences.",
      ],
      advanced: [
        "Build a solution that lasts",
        "Develop content or an automation that at least one other unit uses. Test it with them, document it so that others can change it, and clear the rights. Hand in the result and what the users said.",
      ],
    },
    prompts: [
      "What did you make, and who uses it now?",
      "What did you change after somebody had tried it?",
      "Where did you use others' work or an AI tool, and how did you make sure that it was right and permitted?",
      "What will you do differently the next time that you make something?",
    ],
  },
  "4": {
    summary: {
      foundation: "Protect devices, data and people, and use digital technology in a way that people and nature bear.",
      advanced: "Lead the work for safety, privacy, wellbeing and sustainability where you work.",
    },
    task: {
      foundation: [
        "Make your own workday safer",
        "Go through how you handle devices, passwords, personal data and breaks in a normal week. Change at least three things. Hand in what you found, what you changed, and how it went after two weeks.",
      ],
      advanced: [
        "Reduce a real risk",
        "Find a risk to security, privacy, wellbeing or the environment in your unit, and reduce it together with those concerned. Hand in the assessment, the measure, and what shows that it works.",
      ],
    },
    prompts: [
      "Which risk or habit did you take on, and why that one?",
      "What was harder than you thought: the technology, the habit, or talking about it?",
      "What did you learn about your own behaviour?",
      "What will still be different in a year, and who will notice?",
    ],
  },
  "5": {
    summary: {
      foundation: "Solve everyday digital problems, choose tools that fit the need, and keep learning.",
      advanced: "Solve complex problems with digital technology together with others, and help them to grow.",
    },
    task: {
      foundation: [
        "Solve a problem that keeps coming back",
        "Choose a digital problem that you or your colleagues keep running into. Find its cause, solve it or get it solved, and write down how. Hand in the description and what has become easier.",
      ],
      advanced: [
        "Improve a service",
        "Improve a process or a service with digital technology together with those who use it: from need, through trial, to daily use. Hand in what you tried, what you dropped, and what the users gained.",
      ],
    },
    prompts: [
      "What was the real problem, once you had looked closer?",
      "What did you try that did not work, and what did it teach you?",
      "Who helped you, and whom have you helped?",
      "Which ability do you want to develop next, and how will you find the time for it?",
    ],
  },
};
