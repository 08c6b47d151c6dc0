// Elliptic integrals and functions. All take the complementary parameter m₁ = 1 − m: near m = 1, where the steep filters are,
// 1 − m of a rounded m would have no digits left.

/** The arithmetic-geometric mean of two positive numbers. Source: DLMF 19.8.1. */
function agm(a: number, b: number): number {
  for (let i = 0; i < 40 && Math.abs(a - b) > 1e-16 * a; i++) [a, b] = [(a + b) / 2, Math.sqrt(a * b)];
  return (a + b) / 2;
}

/** Complete elliptic integral of the first kind, K, for the complementary parameter m₁ in (0, 1]. Source: DLMF 19.8.5. */
export const ellipticK = (m1: number): number => Math.PI / (2 * agm(1, Math.sqrt(m1)));

/** Jacobi's elliptic functions of a real argument. Source: Abramowitz & Stegun 16.4, by the descending Landen transformation. */
export function jacobi(u: number, m1: number): { sn: number; cn: number; dn: number } {
  let [a, b] = [1, Math.sqrt(m1)];
  const steps: [a: number, c: number][] = [];
  for (let c = 1; steps.length < 40 && Math.abs(c) > 1e-17 * a; ) {
    c = (a - b) / 2;
    [a, b] = [(a + b) / 2, Math.sqrt(a * b)];
    steps.push([a, c]);
  }
  let phi = 2 ** steps.length * a * u;
  for (const [an, cn] of steps.reverse()) phi = (phi + Math.asin((cn / an) * Math.sin(phi))) / 2;
  const [sn, cn] = [Math.sin(phi), Math.cos(phi)];
  return { sn, cn, dn: Math.sqrt(m1 + (1 - m1) * cn * cn) };
}

/** Carlson's symmetric integral R_F of three numbers that are not negative, at most one of them 0. Source: DLMF 19.36.1, 19.36(i). */
function carlsonRF(x: number, y: number, z: number): number {
  for (let i = 0; ; i++) {
    const mean = (x + y + z) / 3;
    const [X, Y] = [1 - x / mean, 1 - y / mean];
    const Z = -X - Y;
    // Each round divides the differences by four: a hundred are more than any doubles need.
    if (Math.max(Math.abs(X), Math.abs(Y), Math.abs(Z)) < 2e-3 || i === 100) {
      const [e2, e3] = [X * Y - Z * Z, X * Y * Z];
      const series = 1 - e2 / 10 + e3 / 14 + (e2 * e2) / 24 - (3 * e2 * e3) / 44 - (5 * e2 ** 3) / 208;
      return (series + (3 * e3 * e3) / 104 + (e2 * e2 * e3) / 16) / Math.sqrt(mean);
    }
    const [rx, ry, rz] = [x, y, z].map(Math.sqrt);
    const lambda = rx * ry + ry * rz + rz * rx;
    [x, y, z] = [(x + lambda) / 4, (y + lambda) / 4, (z + lambda) / 4];
  }
}

/** The u for which sc(u) = sn(u)/cn(u) is w ≥ 0. Source: DLMF 22.15.20 in the form of 19.25.5. */
export const inverseSc = (w: number, m1: number): number => w * carlsonRF(1, 1 + m1 * w * w, 1 + w * w);

/** θ₂⁴/θ₃⁴, the parameter m of the nome q in [0, 1/2]. Source: DLMF 20.9.1. */
function parameterOfNome(q: number): number {
  let [even, odd] = [1, 1]; // θ₃, and θ₂/(2q^¼)
  for (let n = 1; n < 40; n++) {
    even += 2 * q ** (n * n);
    odd += q ** (n * (n + 1));
  }
  return 16 * q * (odd / even) ** 4;
}

/**
 * The degree equation of elliptic filters: the parameter m, with its complement, for which K′(m)/K(m) is K′(k)/K(k)/n, K of the parameter
 * `discrimination`. Source: Orfanidis, Lecture Notes on Elliptic Filter Design, section 5; nomes as in DLMF 20.9.
 */
export function degreeEquation(n: number, discrimination: number): { m: number; m1: number } {
  const exponent = (Math.PI * ellipticK(discrimination)) / (n * ellipticK(1 - discrimination)); // −ln q
  if (exponent >= Math.PI) {
    const m = parameterOfNome(Math.exp(-exponent));
    return { m, m1: 1 - m };
  }
  // Jacobi's imaginary transformation: the complementary nome is the small one.
  const m1 = parameterOfNome(Math.exp(-(Math.PI ** 2) / exponent));
  return { m: 1 - m1, m1 };
}
