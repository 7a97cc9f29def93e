// A text area with the part that is wrong marked behind it.

/** Longer texts are not marked, as the copy behind them would make typing slow. */
const MAX_MARKED = 100_000;

class Editor {
  constructor(area, backdrop, onInput) {
    this.area = area;
    this.backdrop = backdrop;
    area.addEventListener("input", () => onInput(area.value));
    area.addEventListener("scroll", () => this.follow());
    // Tab leaves the field, as keyboards need; two spaces are easily typed.
  }

  set(text) {
    if (this.area.value !== text) this.area.value = text;
    this.mark(null);
  }

  mark(problem) {
    const text = this.area.value;
    this.area.setAttribute("aria-invalid", problem !== null);
    if (!problem || !(problem.end > problem.start) || text.length > MAX_MARKED) {
      this.backdrop.replaceChildren();
      return;
    }
    const { start, end } = problem;
    this.backdrop.replaceChildren(text.slice(0, start), el("mark", {}, text.slice(start, end)), `${text.slice(end)}\n`);
    this.follow();
  }

  follow() {
    this.backdrop.scrollTop = this.area.scrollTop;
    this.backdrop.scrollLeft = this.area.scrollLeft;
  }

  select({ start, end }) {
    this.area.focus();
    this.area.setSelectionRange(start, end);
  }
}
