// A line chart as SVG: bands, lines, dots, marks and a cursor. It is drawn anew as a whole.

const MARGIN = { top: 24, right: 14, bottom: 38, left: 62 };

/**
 * `describe()` gives what to draw:
 *   x, y: { min, max, log, label, text }   text: how a tick is written
 *   lines: [{ points, slot }]              points: x, y, x, y, ..
 *   dots: [points]
 *   bands: [{ start, end, label, kind }]
 *   marks: [{ at, label, kind }]
 *   cursor: { at, values: [{ value, slot }] } or null
 */
class Chart {
  constructor(node, describe, onPoint) {
    this.node = node;
    this.describe = describe;
    this.redraw = nextFrame(() => this.draw());
    if (onPoint) {
      const point = (event) => {
        if (event.pointerType !== "mouse" || event.type === "pointermove") {
          const left = node.getBoundingClientRect().left;
          if (this.x) onPoint(this.x.invert(event.clientX - left));
        }
      };
      node.addEventListener("pointermove", point);
      node.addEventListener("pointerdown", point);
    }
  }

  /** From here on it is drawn, and drawn again when its size changes. */
  start() {
    new ResizeObserver(this.redraw).observe(this.node);
  }

  /** The number of pixel columns of the plot. */
  get columns() {
    return Math.max(50, Math.round(this.node.clientWidth - MARGIN.left - MARGIN.right));
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.node;
    if (width === 0) return;
    const parts = this.describe();
    const box = { left: MARGIN.left, right: width - MARGIN.right, top: MARGIN.top, bottom: height - MARGIN.bottom };
    this.x = scale(parts.x.min, parts.x.max, box.left, box.right, parts.x.log);
    this.y = scale(parts.y.min, parts.y.max, box.bottom, box.top, parts.y.log);
    this.node.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const clip = `${this.node.id}-clip`;
    const plot = svg("g", { "clip-path": `url(#${clip})` });
    plot.append(...(parts.lines ?? []).map((line) => this.line(line)));
    plot.append(...(parts.dots ?? []).map((points) => this.dots(points)));
    this.node.replaceChildren(
      svg("clipPath", { id: clip }, svg("rect", { x: box.left, y: box.top - 3, width: box.right - box.left, height: box.bottom - box.top + 6 })),
      svg("g", {}, (parts.bands ?? []).map((band, i) => this.band(band, i, box))),
      this.xAxis(parts.x, box),
      this.yAxis(parts.y, box),
      plot,
      svg("g", {}, (parts.marks ?? []).map((mark) => this.mark(mark, box))),
      this.cursor(parts.cursor, box),
    );
  }

  line({ points, slot }) {
    const steps = [];
    for (let i = 0; i < points.length; i += 2) {
      steps.push(`${this.x(points[i]).toFixed(1)},${this.y(points[i + 1]).toFixed(1)}`);
    }
    return svg("polyline", { points: steps.join(" "), class: `line slot-${slot}` });
  }

  dots(points) {
    const steps = [];
    for (let i = 0; i < points.length; i += 2) {
      if (Number.isFinite(points[i + 1])) steps.push(`M${this.x(points[i]).toFixed(1)},${this.y(points[i + 1]).toFixed(1)}h0`);
    }
    return svg("path", { d: steps.join(""), class: "dots" });
  }

  band({ start, end, label, kind }, index, box) {
    const [left, right] = [Math.max(this.x(start), box.left), Math.min(this.x(end), box.right)];
    const width = Math.max(0, right - left);
    // A label that does not fit is not shown; the table below names the phase.
    const fits = label && width > label.length * 7 + 6;
    return svg("g", { class: `band ${kind ?? (index % 2 ? "odd" : "even")}` },
      svg("rect", { x: left, y: box.top, width, height: box.bottom - box.top }),
      fits && svg("text", { x: (left + right) / 2, y: box.top - 8, "text-anchor": "middle" }, label));
  }

  mark({ at, label, kind }, box) {
    const x = this.x(at);
    if (x < box.left || x > box.right) return null;
    const end = x > (box.left + box.right) / 2;
    return svg("g", { class: `mark ${kind}` },
      svg("line", { x1: x, x2: x, y1: box.top, y2: box.bottom }),
      svg("text", { x: x + (end ? -5 : 5), y: box.top + (kind === "divergence" ? 28 : 12), "text-anchor": end ? "end" : "start" }, label));
  }

  xAxis({ min, max, log, label, text }, box) {
    const ticks = (log ? logTicks : linearTicks)(min, max, (box.right - box.left) / 90);
    return svg("g", { class: "axis" },
      ticks.map((tick) => {
        const x = this.x(tick);
        const anchor = x > box.right - 20 ? "end" : "middle";
        return [svg("line", { x1: x, x2: x, y1: box.top, y2: box.bottom }), svg("text", { x, y: box.bottom + 16, "text-anchor": anchor }, text(tick))];
      }),
      svg("text", { x: (box.left + box.right) / 2, y: box.bottom + 33, "text-anchor": "middle", class: "name" }, label));
  }

  yAxis({ min, max, log, label, text }, box) {
    const ticks = (log ? logTicks : linearTicks)(min, max, (box.bottom - box.top) / 45);
    return svg("g", { class: "axis" },
      ticks.map((tick) => {
        const y = this.y(tick);
        return [svg("line", { x1: box.left, x2: box.right, y1: y, y2: y }), svg("text", { x: box.left - 6, y: y + 4, "text-anchor": "end" }, text(tick))];
      }),
      svg("text", { x: 4, y: box.top - 9, class: "name" }, label));
  }

  cursor(cursor, box) {
    const group = svg("g", { class: "cursor" });
    if (!cursor) return group;
    const x = this.x(cursor.at);
    group.append(svg("line", { x1: x, x2: x, y1: box.top, y2: box.bottom }));
    for (const { value, slot } of cursor.values) {
      group.append(svg("circle", { cx: x, cy: this.y(value), r: 4, class: `slot-${slot}` }));
    }
    return group;
  }
}
