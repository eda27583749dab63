import { z } from "zod";

/** What plugin-prisma makes of a row whose cursor is its id: `GPC:S:<uuid>`. */
const rowCursor = /^GPC:S:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Of a certification, which has no row of its own: its person's and its program's ids. */
export const certificationCursor =
  /^certification:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Checked before a cursor reaches the database, which would only say that it is no UUID. */
export const cursorSchema = z
  .string()
  .max(200)
  .refine(
    (cursor) => {
      const text = Buffer.from(cursor, "base64").toString("utf8");
      return rowCursor.test(text) || certificationCursor.test(text);
    },
    { message: "is not a cursor" },
  );
