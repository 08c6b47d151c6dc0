// Loops over the samples with everything written out: coefficients and states are local variables, which the processor keeps at hand, and the
// work on one section overlaps with that on the next. Two to three times as fast as loops over arrays of coefficients. Transposed direct form II.

/** Filters `x` where it is. `c`: b₀, a₀ = 1, b₁, a₁, … of each stage; `s`: its states, which are taken along. */
export type Loop = (c: Float64Array, s: Float64Array, x: Float64Array) => void;

/** One section. */
export const oneSection: Loop = (c, s, x) => {
  const [b0, , b1, a1, b2, a2] = c;
  let [s0, s1] = s;
  for (let n = 0; n < x.length; n++) {
    const u = x[n];
    const v = b0 * u + s0;
    s0 = s1 + b1 * u - a1 * v;
    s1 = b2 * u - a2 * v;
    x[n] = v;
  }
  s.set([s0, s1]);
};

/** Two sections; b₀ of the second is 1. */
export const twoSections: Loop = (c, s, x) => {
  const [b0, , b1, a1, b2, a2, , , d1, c1, d2, c2] = c;
  let [s0, s1, t0, t1] = s;
  for (let n = 0; n < x.length; n++) {
    const u = x[n];
    const v = b0 * u + s0;
    s0 = s1 + b1 * u - a1 * v;
    s1 = b2 * u - a2 * v;
    const w = v + t0;
    t0 = t1 + d1 * v - c1 * w;
    t1 = d2 * v - c2 * w;
    x[n] = w;
  }
  s.set([s0, s1, t0, t1]);
};

/** Three sections. */
export const threeSections: Loop = (c, s, x) => {
  const [b0, , b1, a1, b2, a2, d0, , d1, c1, d2, c2, f0, , f1, e1, f2, e2] = c;
  let [s0, s1, t0, t1, r0, r1] = s;
  for (let n = 0; n < x.length; n++) {
    const u = x[n];
    const v = b0 * u + s0;
    s0 = s1 + b1 * u - a1 * v;
    s1 = b2 * u - a2 * v;
    const w = d0 * v + t0;
    t0 = t1 + d1 * v - c1 * w;
    t1 = d2 * v - c2 * w;
    const z = f0 * w + r0;
    r0 = r1 + f1 * w - e1 * z;
    r1 = f2 * w - e2 * z;
    x[n] = z;
  }
  s.set([s0, s1, t0, t1, r0, r1]);
};

/** Four sections; b₀ of all but the first is 1. Two samples a turn: with so many variables the turn itself counts. */
export const fourSections: Loop = (c, s, x) => {
  const [b0, , b1, a1, b2, a2, , , d1, c1, d2, c2, , , f1, e1, f2, e2, , , h1, g1, h2, g2] = c;
  let [s0, s1, t0, t1, r0, r1, q0, q1] = s;
  const even = x.length - (x.length % 2);
  for (let n = 0; n < even; n += 2) {
    let u = x[n];
    let v = b0 * u + s0;
    s0 = s1 + b1 * u - a1 * v;
    s1 = b2 * u - a2 * v;
    u = v + t0;
    t0 = t1 + d1 * v - c1 * u;
    t1 = d2 * v - c2 * u;
    v = u + r0;
    r0 = r1 + f1 * u - e1 * v;
    r1 = f2 * u - e2 * v;
    u = v + q0;
    q0 = q1 + h1 * v - g1 * u;
    q1 = h2 * v - g2 * u;
    x[n] = u;
    u = x[n + 1];
    v = b0 * u + s0;
    s0 = s1 + b1 * u - a1 * v;
    s1 = b2 * u - a2 * v;
    u = v + t0;
    t0 = t1 + d1 * v - c1 * u;
    t1 = d2 * v - c2 * u;
    v = u + r0;
    r0 = r1 + f1 * u - e1 * v;
    r1 = f2 * u - e2 * v;
    u = v + q0;
    q0 = q1 + h1 * v - g1 * u;
    q1 = h2 * v - g2 * u;
    x[n + 1] = u;
  }
  s.set([s0, s1, t0, t1, r0, r1, q0, q1]);
  if (even < x.length) {
    const last = x.subarray(even);
    for (let i = 0; i < 4; i++) oneSection(c.subarray(6 * i), s.subarray(2 * i, 2 * i + 2), last);
  }
};

/** One stage of order 4. */
export const fourthOrder: Loop = (c, s, x) => {
  const [b0, , b1, a1, b2, a2, b3, a3, b4, a4] = c;
  let [s0, s1, s2, s3] = s;
  for (let n = 0; n < x.length; n++) {
    const u = x[n];
    const v = b0 * u + s0;
    s0 = s1 + b1 * u - a1 * v;
    s1 = s2 + b2 * u - a2 * v;
    s2 = s3 + b3 * u - a3 * v;
    s3 = b4 * u - a4 * v;
    x[n] = v;
  }
  s.set([s0, s1, s2, s3]);
};

/** One stage of order 8. */
export const eighthOrder: Loop = (c, s, x) => {
  const [b0, , b1, a1, b2, a2, b3, a3, b4, a4, b5, a5, b6, a6, b7, a7, b8, a8] = c;
  let [s0, s1, s2, s3, s4, s5, s6, s7] = s;
  for (let n = 0; n < x.length; n++) {
    const u = x[n];
    const v = b0 * u + s0;
    s0 = s1 + b1 * u - a1 * v;
    s1 = s2 + b2 * u - a2 * v;
    s2 = s3 + b3 * u - a3 * v;
    s3 = s4 + b4 * u - a4 * v;
    s4 = s5 + b5 * u - a5 * v;
    s5 = s6 + b6 * u - a6 * v;
    s6 = s7 + b7 * u - a7 * v;
    s7 = b8 * u - a8 * v;
    x[n] = v;
  }
  s.set([s0, s1, s2, s3, s4, s5, s6, s7]);
};
