/** A tree of texts with the same branches, whatever the words. */
export type TextTree<Tree> = { [Key in keyof Tree]: Tree[Key] extends string ? string : TextTree<Tree[Key]> };

/** A page's texts. English must have exactly the branches of the Japanese original. */
export function bilingual<const Tree extends object>(
  ja: Tree,
  en: TextTree<Tree>,
): { readonly ja: TextTree<Tree>; readonly en: TextTree<Tree> } {
  return { ja: ja as TextTree<Tree>, en };
}
