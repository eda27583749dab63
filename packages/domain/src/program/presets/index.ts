import { microsoft } from "./microsoft.ts";
import { mucertify } from "./mucertify.ts";
import { nmc } from "./nmc.ts";
import { pmi } from "./pmi.ts";
import type { PolicyPreset } from "./preset.ts";
import { totara } from "./totara.ts";

export type { PolicyPreset, PresetDifference } from "./preset.ts";

/** The policies that a program owner can begin from. */
export const policyPresets: readonly PolicyPreset[] = [totara, mucertify, nmc, microsoft, pmi];
