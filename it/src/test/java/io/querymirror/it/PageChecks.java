package io.querymirror.it;

/** What every page must hold to, as functions that run in it and return what does not. */
final class PageChecks {
  private PageChecks() {}

  /** What can be used and has no name for those who do not see. */
  static final String NAMELESS =
      """
      return [...document.querySelectorAll('button, input, select, [role=img], [tabindex]')]
        .filter(e => !(e.getAttribute('aria-label') || (e.innerText || '').trim() || (e.labels && e.labels.length)))
        .map(e => e.outerHTML.slice(0, 200));
      """;

  /** Texts whose contrast with what is behind them is below 4.5, or 3 where they are large. */
  static final String CONTRAST =
      """
      const parse = c => { const m = c.match(/[\\d.]+/g).map(Number); return [m[0], m[1], m[2], m.length > 3 ? m[3] : 1]; };
      const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
      const behind = e => {
        const stack = [];
        for (; e; e = e.parentElement) { stack.push(parse(getComputedStyle(e).backgroundColor)); }
        return stack.reverse().reduce((below, c) => over(c, below), [255, 255, 255, 1]);
      };
      const light = c => [0.2126, 0.7152, 0.0722].reduce((sum, w, i) => {
        const v = c[i] / 255; return sum + w * (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); }, 0);
      const bad = new Set();
      const walker = document.createTreeWalker(document.getElementById('page'), NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const e = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !e.getClientRects().length) { continue; }
        const style = getComputedStyle(e);
        const back = behind(e);
        const a = light(over(parse(style.color), back)), b = light(back);
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (contrast < (parseFloat(style.fontSize) >= 24 ? 3 : 4.5)) {
          bad.add(e.className + ' ' + walker.currentNode.data.slice(0, 30) + ' ' + contrast.toFixed(2));
        }
      }
      return [...bad];
      """;
}
