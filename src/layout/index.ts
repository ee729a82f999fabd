export type { Mark, Overlay, Tone } from "../draw/overlay.ts";
export type { PictureLevel } from "../draw/picture.ts";
export type { PictureOptions } from "../draw/picture-of.ts";
export type { SvgOptions } from "../draw/svg/svg-of.ts";
export type { Theme } from "../draw/svg/theme.ts";
export { drawDifference } from "./draw-difference.ts";
export { type DrawSvgOptions, drawSvg } from "./draw-svg.ts";
