// What a report does by itself: unpacks Plotly and MathJax, draws the figures in the colours of the page, folds the code.
(() => {
  const $$ = (selector) => [...document.querySelectorAll(selector)];

  // The libraries are packed to a third of their size; every browser since 2023 unpacks them.
  async function load(id) {
    const packed = document.getElementById(id);
    if (!packed) return false;
    const bytes = Uint8Array.from(atob(packed.textContent.trim()), (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    const script = document.createElement('script');
    script.textContent = await new Response(stream).text();
    packed.replaceWith(script);
    return true;
  }

  const dark = matchMedia('(prefers-color-scheme: dark)');
  const darkColors = ['#4fa3da', '#f0813a', '#2dc59b', '#e5a3c7', '#8fd0f5', '#f2c14e', '#b0b0b0'];

  // The house style, turned dark. An axis' colours are its own affair, so x and y are given again.
  function templateFor(template, isDark) {
    if (!isDark) return template;
    const axis = { gridcolor: '#2f353c', zerolinecolor: '#59616b', linecolor: '#77808b', tickcolor: '#77808b' };
    const layout = template?.layout ?? {};
    const colors = {
      colorway: darkColors,
      font: { ...layout.font, color: '#e3e6ea' },
      paper_bgcolor: '#16191d',
      plot_bgcolor: '#16191d',
      xaxis: { ...layout.xaxis, ...axis },
      yaxis: { ...layout.yaxis, ...axis },
      modebar: { color: '#77808b', activecolor: '#e3e6ea', bgcolor: 'rgba(0,0,0,0)' },
    };
    return { ...template, layout: { ...layout, ...colors } };
  }

  // Plotly does not break titles: on a narrow page this does.
  function fitTitle(layout, width) {
    const words = layout.title?.text?.split(' ') ?? [];
    const room = width / 8.5;
    const lines = [''];
    for (const word of words) {
      if (lines.at(-1) && (lines.at(-1) + word).length > room) lines.push(word);
      else lines[lines.length - 1] += lines.at(-1) ? ` ${word}` : word;
    }
    if (lines.length === 1) return layout;
    const top = (layout.margin?.t ?? layout.template?.layout?.margin?.t ?? 48) + 20 * (lines.length - 1);
    return { ...layout, title: { ...layout.title, text: lines.join('<br>') }, margin: { ...layout.margin, t: top } };
  }

  async function drawFigures() {
    if (!(await load('plotly'))) return;
    const drawn = [];
    for (const place of $$('.live-figure')) {
      const { data, layout, config } = JSON.parse(place.querySelector('script').textContent);
      const template = layout.template;
      const target = document.createElement('div');
      place.append(target);
      const colored = { ...layout, template: templateFor(template, dark.matches) };
      try {
        await Plotly.newPlot(target, data, fitTitle(colored, place.clientWidth), {
          ...config,
          responsive: true,
          typesetMath: false, // nor in the static picture; and texts of data must not pass as formulas
        });
        place.querySelector('img')?.remove();
        drawn.push({ target, template });
      } catch (error) {
        // Its picture stays, and the figures after it are drawn.
        target.remove();
        console.error(error);
      }
    }
    const recolor = (isDark) =>
      Promise.all(
        drawn.map(({ target, template }) => Plotly.relayout(target, { template: templateFor(template, isDark) })),
      );
    dark.addEventListener('change', () => recolor(dark.matches));
    // Paper is white, and as wide as A4 less its margins.
    const paper = (isPaper) => {
      for (const { target, template } of drawn) {
        Plotly.relayout(target, {
          template: templateFor(template, !isPaper && dark.matches),
          width: isPaper ? 660 : null,
          autosize: !isPaper,
        });
      }
    };
    addEventListener('beforeprint', () => paper(true));
    addEventListener('afterprint', () => paper(false));
  }

  async function typeset() {
    const elements = $$('section.markdown, .jp-RenderedMarkdown, .jp-RenderedLatex');
    window.MathJax = {
      tex: {
        // Formulas come from data, too: without \\href, which makes links that run script, and \\require, which brings it back.
        packages: { '[-]': ['html', 'require'] },
        inlineMath: [
          ['$', '$'],
          ['\\(', '\\)'],
        ],
        displayMath: [
          ['$$', '$$'],
          ['\\[', '\\]'],
        ],
        processEscapes: true,
        processEnvironments: true,
      },
      options: { enableMenu: false },
      startup: { elements },
    };
    if (await load('mathjax')) await MathJax.startup.promise;
  }

  function foldCode() {
    const button = document.getElementById('fold');
    const all = $$('details.code');
    button.hidden = all.length === 0;
    button.addEventListener('click', () => {
      const hide = button.getAttribute('aria-pressed') !== 'true';
      for (const details of all) details.open = !hide;
      button.setAttribute('aria-pressed', String(hide));
      button.textContent = hide ? 'Show code' : 'Hide code';
    });
  }

  foldCode();
  // Tests and printing programs wait for this.
  window.reportReady = Promise.all([typeset(), drawFigures()]).then(() => {
    document.documentElement.dataset.ready = 'true';
  });
})();
