export type { Mark, Overlay, Tone } from "../draw/overlay.ts";
export type { PictureLevel } from "../draw/picture.ts";
export type { Theme } from "../draw/svg/theme.ts";
export { type DrawSvgOptions, drawSvg } from "./draw-svg.ts";
