import { z } from "zod";

/** What plugin-prisma makes of a row whose cursor is its id: `GPC:S:<uuid>`. */
const rowCursor = /^GPC:S:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Checked before a cursor reaches the database, which would only say that it is no UUID. */
export const cursorSchema = z
  .string()
  .max(200)
  .refine((cursor) => rowCursor.test(Buffer.from(cursor, "base64").toString("utf8")), { message: "is not a cursor" });
