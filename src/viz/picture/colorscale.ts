type Stops = [number, string][];

const even = (colors: string): Stops => colors.split(' ').map((color, index, all) => [index / (all.length - 1), color]);

const named: Record<string, Stops> = {
  viridis: even('#440154 #482878 #3e4989 #31688e #26828e #1f9e89 #35b779 #6ece58 #b5de2b #fde725'),
  cividis: even('#00204d #05366e #3f4c6b #575d6d #707173 #8a8779 #a69d75 #c4b56c #e4cf5b #ffea46'),
  greys: even('#000000 #ffffff'),
  rdbu: even('#053061 #2166ac #4393c3 #92c5de #d1e5f0 #f7f7f7 #fddbc7 #f4a582 #d6604d #b2182b #67001f'),
};

const channels = (color: string): number[] => {
  const hex = /^#([0-9a-f]{6})$/i.exec(color);
  if (hex) return [0, 2, 4].map((at) => Number.parseInt(hex[1].slice(at, at + 2), 16));
  return (color.match(/[\d.]+/g) ?? ['128', '128', '128']).slice(0, 3).map(Number);
};

/** From a share between 0 and 1 to a colour, by one of Plotly's scales (Viridis where it is not known here) or by own stops. */
export function colorscale(scale: string | Stops | undefined, reversed = false): (share: number) => string {
  const stops = Array.isArray(scale) ? scale : (named[scale?.toLowerCase() ?? 'viridis'] ?? named.viridis);
  return (share) => {
    const at = Math.min(1, Math.max(0, reversed ? 1 - share : share));
    const next = Math.max(
      1,
      stops.findIndex(([stop]) => stop >= at),
    );
    const [[low, from], [high, to]] = [stops[next - 1], stops[next]];
    const mix = high > low ? (at - low) / (high - low) : 1;
    const [a, b] = [channels(from), channels(to)];
    return `#${a
      .map((value, index) =>
        Math.round(value + mix * (b[index] - value))
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')}`;
  };
}
