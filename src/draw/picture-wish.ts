/** What is wanted of a picture, with every default filled in. */
export interface PictureWish {
  readonly isUnfolded: (agent: string) => boolean;
  readonly focus: string | null;
  readonly joins: boolean;
}
