/** How a list is sorted: a member's name, behind a hyphen for the other way round. */
export function sorted<Row, Member extends string>(
  rows: Row[],
  sort: Member | `-${Member}` | undefined,
  valueOf: (row: Row, member: Member) => string | number,
): Row[] {
  if (sort === undefined) return rows;
  const descending = sort.startsWith('-');
  const member = (descending ? sort.slice(1) : sort) as Member;
  const keyed = rows.map((row) => ({ row, value: valueOf(row, member) }));
  // Code units, not a locale's order: tens of thousands are compared within a few milliseconds.
  keyed.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
  if (descending) keyed.reverse();
  return keyed.map(({ row }) => row);
}
