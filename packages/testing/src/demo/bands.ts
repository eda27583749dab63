/** The two programs of an area: each takes two of DigComp's four levels together. */
export const demoBands = ["foundation", "advanced"] as const;
export type DemoBand = (typeof demoBands)[number];

export interface BandFacts {
  readonly title: string;
  readonly levelKeys: readonly [lower: string, upper: string];
  /** What the closing task takes at work, and the writing of the reflection. */
  readonly taskMinutes: number;
  readonly reflectionMinutes: number;
}

export const bandFacts: Readonly<Record<DemoBand, BandFacts>> = {
  foundation: { title: "Foundation", levelKeys: ["basic", "intermediate"], taskMinutes: 4 * 60, reflectionMinutes: 45 },
  advanced: {
    title: "Advanced",
    levelKeys: ["advanced", "highly-advanced"],
    taskMinutes: 12 * 60,
    reflectionMinutes: 60,
  },
};
