/* Lettering: the names, numbers and signs that are written over what vis-network has drawn. */

import type { Tones } from "./tones";

export interface Point {
  x: number;
  y: number;
}

/** What vis-network knows of a drawn edge; it has no public way to ask. */
export interface Course {
  getPoint(share: number): Point;
}

/** How much of a line the marks at its ends cover. */
const MARKS = 60;

/** Write a number beside a mark. */
export function writeBadge(context: CanvasRenderingContext2D, tones: Tones, text: string, x: number, y: number): void {
  context.font = `bold 10px ${tones.font}`;
  const half = context.measureText(text).width / 2 + 4;
  context.beginPath();
  context.roundRect(x - half, y - 7, 2 * half, 14, 7);
  context.fillStyle = tones.of("page");
  context.fill();
  context.lineWidth = 1.2;
  context.strokeStyle = tones.of("accent");
  context.stroke();
  context.fillStyle = tones.of("accent");
  context.fillText(text, x, y + 0.5);
}

/** Draw a pin beside a mark. */
export function writePin(context: CanvasRenderingContext2D, tones: Tones, x: number, y: number): void {
  context.beginPath();
  context.arc(x, y - 3, 4, 0, 2 * Math.PI);
  context.fillStyle = tones.of("accent");
  context.fill();
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x, y + 7);
  context.lineWidth = 1.6;
  context.strokeStyle = tones.of("accent");
  context.stroke();
}

/** Write a relation's name along its line, if the line is long enough for it. */
export function writeName(context: CanvasRenderingContext2D, tones: Tones, name: string, course: Course, share: number, isChosen: boolean): void {
  const [start, end] = [course.getPoint(0), course.getPoint(1)];
  context.font = `11.5px ${tones.font}`;
  const width = context.measureText(name).width + 6;
  if (width + MARKS > Math.hypot(end.x - start.x, end.y - start.y)) return;
  const at = course.getPoint(share);
  const before = course.getPoint(share - 0.02);
  const after = course.getPoint(share + 0.02);
  let angle = Math.atan2(after.y - before.y, after.x - before.x);
  if (Math.abs(angle) > Math.PI / 2) angle += Math.PI;
  context.save();
  context.translate(at.x, at.y);
  context.rotate(angle);
  context.fillStyle = tones.of("page");
  context.fillRect(-width / 2, -7, width, 14);
  context.fillStyle = tones.of(isChosen ? "accent" : "ink");
  context.fillText(name, 0, 0.5);
  context.restore();
}

/** Draw the sign of dispute. */
export function writeWarning(context: CanvasRenderingContext2D, tones: Tones, at: Point): void {
  context.beginPath();
  context.arc(at.x, at.y, 7.5, 0, 2 * Math.PI);
  context.fillStyle = tones.of("warning");
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = tones.of("page");
  context.stroke();
  context.fillStyle = tones.of("on-warning");
  context.font = `bold 12px ${tones.font}`;
  context.fillText("!", at.x, at.y + 0.5);
}
