/* Marks: how the graphics card draws an entity: the shape of its type, its color, an outline where there is room. */

import { NodeProgram } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";

/** The shapes that explorer/kinds.py gives out; the place of a shape is its number. */
const SHAPES = ["dot", "square", "diamond", "triangle", "hexagon", "star", "triangleDown"];

/** The smallest and the largest radius of a mark, in pixels. */
export const SMALLEST = 1.1;
export const LARGEST = 26;

export const shapeNumber = (shape: string): number => Math.max(0, SHAPES.indexOf(shape));

/** What is known of a mark beyond what sigma asks for. */
export interface MarkData extends NodeDisplayData {
  readonly shape: number;
  readonly outline: string;
}

const VERTEX = `
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute vec4 a_color;
attribute vec4 a_outline;
attribute vec4 a_id;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_pixelRatio;
varying vec4 v_color;
varying vec4 v_outline;
varying float v_shape;
varying float v_radius;
const float bias = 255.0 / 254.0;
void main() {
  gl_Position = vec4((u_matrix * vec3(a_position, 1)).xy, 0, 1);
  v_radius = clamp(a_size / u_sizeRatio, ${SMALLEST.toFixed(1)}, ${LARGEST.toFixed(1)}) * u_pixelRatio;
  v_shape = a_shape;
  v_outline = a_outline;
  #ifdef PICKING_MODE
  v_color = a_id;
  gl_PointSize = max(2.0 * v_radius, 6.0 * u_pixelRatio);
  #else
  v_color = a_color;
  gl_PointSize = 2.0 * v_radius + 2.0;
  #endif
  v_color.a *= bias;
  v_outline.a *= bias;
}`;

/* How far a point lies outside a shape whose farthest points are 1 from its middle; y grows downwards. */
const FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying vec4 v_outline;
varying float v_shape;
varying float v_radius;
float outside(float kind, vec2 p) {
  vec2 q = abs(p);
  if (kind < 0.5) return length(p) - 0.92;
  if (kind < 1.5) return max(q.x, q.y) - 0.8;
  if (kind < 2.5) return (q.x + q.y - 1.0) * 0.7071;
  if (kind < 3.5) return max(p.y - 0.7, q.x * 0.88 - p.y * 0.47 - 0.47);
  if (kind < 4.5) return max(q.y, q.x * 0.866 + q.y * 0.5) - 0.84;
  if (kind > 5.5) return max(-p.y - 0.7, q.x * 0.88 + p.y * 0.47 - 0.47);
  float turn = 1.2566371;
  float angle = mod(atan(p.x, -p.y) + turn / 2.0, turn) - turn / 2.0;
  vec2 s = length(p) * vec2(cos(angle), abs(sin(angle)));
  return dot(s - vec2(1.0, 0.0), normalize(vec2(0.264, 0.636)));
}
void main() {
  #ifdef PICKING_MODE
  gl_FragColor = v_color;
  #else
  float pixel = 1.0 / v_radius;
  vec2 p = (gl_PointCoord - 0.5) * 2.0 * (v_radius + 1.0) * pixel;
  float far = outside(v_radius < 2.0 ? 0.0 : v_shape, p);
  float cover = clamp(0.5 - far * v_radius, 0.0, 1.0);
  float rim = v_radius > 4.0 ? clamp(far * v_radius + 1.9, 0.0, 1.0) : 0.0;
  gl_FragColor = mix(v_color, v_outline, rim) * cover;
  #endif
}`;

const UNIFORMS = ["u_matrix", "u_sizeRatio", "u_pixelRatio"] as const;
const { FLOAT, UNSIGNED_BYTE, POINTS } = globalThis.WebGLRenderingContext ?? { FLOAT: 0, UNSIGNED_BYTE: 0, POINTS: 0 };

export class MarkProgram extends NodeProgram<(typeof UNIFORMS)[number]> {
  override getDefinition() {
    const color = { size: 4, type: UNSIGNED_BYTE, normalized: true };
    return {
      VERTICES: 1,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: POINTS,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_shape", size: 1, type: FLOAT },
        { name: "a_color", ...color },
        { name: "a_outline", ...color },
        { name: "a_id", ...color },
      ],
    };
  }

  override processVisibleItem(id: number, start: number, data: NodeDisplayData): void {
    const { x, y, size, shape, color, outline } = data as MarkData;
    this.array.set([x, y, size, shape, floatColor(color), floatColor(outline), id], start);
  }

  override setUniforms(
    { matrix, sizeRatio, pixelRatio }: RenderParams,
    { gl, uniformLocations }: { gl: WebGLRenderingContext; uniformLocations: Record<(typeof UNIFORMS)[number], WebGLUniformLocation> },
  ): void {
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, matrix);
    gl.uniform1f(uniformLocations.u_sizeRatio, sizeRatio);
    gl.uniform1f(uniformLocations.u_pixelRatio, pixelRatio);
  }
}
