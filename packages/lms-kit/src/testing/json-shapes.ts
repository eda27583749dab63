import { z } from "zod";

/** An instant with its zone: ISO 8601. */
export const instant = z.iso.datetime({ offset: true, message: "must be ISO 8601 with a time zone" });

/** The same, with a fraction of a second as AGS 2.0 section 3.4.9 asks of scores. */
export const preciseInstant = instant.regex(/\.\d+/, "must have a fraction of a second");

const isUrl = (name: string) => /^https?:\/\/\S+$/.test(name);

/** An object that may hold extensions, each named by a full URL: AGS 2.0 section 3.1.2. */
export function extensible<T extends z.ZodRawShape>(shape: T) {
  return z.looseObject(shape).superRefine((value, context) => {
    for (const name of Object.keys(value)) {
      if (!(name in shape) && !isUrl(name)) {
        context.addIssue({
          code: "custom",
          message: `${name} is no property of it; an extension is named by a full URL`,
        });
      }
    }
  });
}
