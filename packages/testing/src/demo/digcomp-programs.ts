import { programPolicySchema } from "@kunna/domain";
import { areaTexts } from "./area-texts.ts";
import { bandFacts, type DemoBand, demoBands } from "./bands.ts";
import { competenceTexts } from "./competence-texts.ts";
import { appliedTask, assessment, observation, reflection } from "./requirements.ts";
import type { DemoModule, DemoProgram, DemoRequirement, FrameworkInput } from "./types.ts";

type Competency = FrameworkInput["competencies"][number];

/** To read about a learning outcome, try it out and come back to it once. */
const minutesPerOutcome = 20;
const passMark = 70;

const policy = programPolicySchema.parse({
  validity: { kind: "DURATION", duration: "P2Y" },
  window: "P90D",
  grace: "P30D",
});

/** For each area of DigComp 3.0 two programs: Foundation (Basic and Intermediate) and Advanced (Advanced and Highly advanced). */
export function demoPrograms(framework: FrameworkInput): DemoProgram[] {
  const areas = framework.competencies.filter(({ type }) => type === "area");
  return areas.flatMap((area) => demoBands.map((band) => programOf(framework, area, band)));
}

function programOf(framework: FrameworkInput, area: Competency, band: DemoBand): DemoProgram {
  const words = textFor(areaTexts, area);
  const learning = framework.competencies
    .filter(({ type, parentCode }) => type === "competence" && parentCode === area.code)
    .map((competence) => competenceModule(framework, competence, band));
  const modules = [...learning, applyModule(area, band, learning)];
  return {
    key: `digcomp-${area.code}-${band}`,
    title: `${area.label}: ${bandFacts[band].title}`,
    summary: words.summary[band],
    path: { kind: "ALL", members: modules.map(({ key }) => ({ kind: "MODULE", moduleKey: key })) },
    policy,
    modules,
  };
}

function competenceModule(framework: FrameworkInput, competence: Competency, band: DemoBand): DemoModule {
  const words = textFor(competenceTexts, competence);
  const { levelKeys } = bandFacts[band];
  const outcomes = framework.competencies.filter(
    ({ type, parentCode, levelKey }) =>
      type === "outcome" && parentCode === competence.code && levelKey !== undefined && levelKeys.includes(levelKey),
  );
  const key = `${competence.code.replace(".", "-")}-${words.slug}`;
  const effortMinutes = outcomes.length * minutesPerOutcome;
  return {
    key,
    title: competence.label,
    summary: words.summary,
    effortMinutes,
    credits: creditsFor(effortMinutes),
    prerequisiteKeys: [],
    awardsCertificate: false,
    validity: null,
    competencies: [
      { code: competence.code, levelKey: levelKeys[1] },
      ...outcomes.map(({ code, levelKey }) => (levelKey === undefined ? { code } : { code, levelKey })),
    ],
    requirements: [shown(key, competence, band)],
  };
}

function shown(moduleKey: string, competence: Competency, band: DemoBand): DemoRequirement {
  const { test, seen } = textFor(competenceTexts, competence);
  if (band === "foundation") {
    const [title, instructions] = test;
    return assessment(
      {
        key: `${moduleKey}-test`,
        title,
        instructions: `${instructions} You pass with ${passMark} of 100 points, and may try again as often as you like.`,
      },
      passMark,
    );
  }
  const [title, instructions] = seen;
  return observation({
    key: `${moduleKey}-seen`,
    title,
    instructions: `${instructions} Ask somebody who knows the work; it must not be somebody who answers to you. Agree beforehand on what to look for.`,
  });
}

function applyModule(area: Competency, band: DemoBand, before: readonly DemoModule[]): DemoModule {
  const { task, prompts } = textFor(areaTexts, area);
  const { levelKeys, taskMinutes, reflectionMinutes } = bandFacts[band];
  const [title, instructions] = task[band];
  const effortMinutes = taskMinutes + reflectionMinutes;
  return {
    key: "apply",
    title: "Use it at work",
    summary: "Use what you have learned on a real task of your own, and think about what it changed.",
    effortMinutes,
    credits: creditsFor(effortMinutes),
    prerequisiteKeys: before.map(({ key }) => key),
    awardsCertificate: false,
    validity: null,
    competencies: [{ code: area.code, levelKey: levelKeys[1] }],
    requirements: [
      appliedTask({
        key: "apply-task",
        title,
        instructions: `${instructions} Leave out the names of residents and customers.`,
      }),
      reflection(
        {
          key: "apply-reflection",
          title: "What it changed",
          instructions:
            "Answer each question in your own words, with examples from the task. Half a page in all is enough; what did not work is as welcome as what did.",
        },
        prompts,
      ),
    ],
  };
}

/** A credit is an hour, to the nearest; a module is never worth nothing. */
function creditsFor(minutes: number): number {
  return Math.max(1, Math.round(minutes / 60));
}

function textFor<Text>(texts: Readonly<Record<string, Text>>, { code, type }: Competency): Text {
  const text = texts[code];
  if (text === undefined)
    throw new Error(`The demo has no words for the ${type} ${code}: it is written for DigComp 3.0.`);
  return text;
}
