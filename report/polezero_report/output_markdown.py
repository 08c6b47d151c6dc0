"""Markdown that a cell puts out, as HTML."""

from html import escape

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath


class _Renderer(IPythonRenderer):
    def block_mermaidjs(self, code):
        return f"<pre><code>{escape(code)}</code></pre>\n"


def output_markdown(source):
    """The HTML of Markdown that was put together by a program.

    What stands in it may come from data, unlike the text of a Markdown cell, which its author wrote: HTML in it is shown as text, and links run no
    script."""
    renderer = _Renderer(escape=True, allow_harmful_protocols=False)
    return MarkdownWithMath(renderer=renderer).render(source)
