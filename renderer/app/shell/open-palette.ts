/** Opens the palette, whose part of the console is loaded on the first call. */
export async function openPalette(): Promise<void> {
  const { spotlight } = await import('@mantine/spotlight');
  spotlight.open();
}
