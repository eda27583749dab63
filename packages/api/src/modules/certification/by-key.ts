/** Whose row it is, and in which program; some rows concern neither. */
interface Keyed {
  readonly personId: string | null;
  readonly programId: string | null;
}

/** Rows by the certification that they are of, in their order: each is looked at once, however many certifications there are. */
export function byKey<Row extends Keyed>(rows: readonly Row[]): (key: Keyed) => readonly Row[] {
  const nameOf = ({ personId, programId }: Keyed) => `${personId} ${programId}`;
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(nameOf(row));
    if (group) group.push(row);
    else groups.set(nameOf(row), [row]);
  }
  return (key) => groups.get(nameOf(key)) ?? [];
}
