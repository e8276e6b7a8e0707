// Charts of the last hour: areas that stand on one another, and lines.

const HEIGHT = 200;
const dark = matchMedia('(prefers-color-scheme: dark)');

const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The colour of the nth series. There are eight; more series than that are told apart by nobody. */
const colour = n => style(`--c${n % 8}`);

/** Draws into an element, and again when there is new data, another width or another theme. */
export class Chart {
  constructor(element, stacked) {
    this.element = element;
    this.stacked = stacked;
    new ResizeObserver(() => this.resize()).observe(element);
    dark.addEventListener('change', () => this.rebuild());
  }

  /**
   * @param times Unix seconds
   * @param series [{label, values, dashed}], values with null for what is not known
   */
  show(times, series) {
    const shape = JSON.stringify(series.map(one => [one.label, one.dashed]));
    this.data = { times, series };
    if (this.plot && shape === this.shape) {
      this.plot.setData(this.columns());
    } else {
      this.shape = shape;
      this.rebuild();
    }
  }

  rebuild() {
    if (!this.data || !this.element.clientWidth) {
      return;
    }
    this.plot?.destroy();
    this.plot = new uPlot(this.options(), this.columns(), this.element);
  }

  resize() {
    const width = this.element.clientWidth;
    if (!this.plot) {
      this.rebuild();
    } else if (width && width !== this.plot.width) {
      this.plot.setSize({ width, height: HEIGHT });
    }
  }

  /** In a stack each series is drawn from the ground to the sum of itself and those below, the highest first. */
  columns() {
    const values = this.data.series.map(one => one.values);
    if (!this.stacked) {
      return [this.data.times, ...values];
    }
    const sums = values.map((_, i) =>
      this.data.times.map((_, t) => values.slice(i).reduce((sum, column) => sum + (column[t] ?? 0), 0)));
    return [this.data.times, ...sums];
  }

  options() {
    const axis = { stroke: style('--quiet'), grid: { stroke: style('--line'), width: 1 }, ticks: { show: false } };
    const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
    const at = seconds => time.format(new Date(seconds * 1000));
    return {
      width: this.element.clientWidth,
      height: HEIGHT,
      scales: { y: { range: (_, low, high) => [0, Math.max(1, high * 1.1)] } },
      axes: [{ ...axis, values: (_, splits) => splits.map(at) }, { ...axis, size: 56 }],
      cursor: { drag: { x: false, y: false } },
      series: [
        { label: 'Time', value: (_, seconds) => (seconds == null ? '–' : at(seconds)) },
        ...this.data.series.map((one, i) => ({
          label: one.label,
          stroke: colour(i),
          width: 2,
          dash: one.dashed ? [6, 4] : undefined,
          fill: this.stacked ? colour(i) : undefined,
          points: { show: false },
          value: (_, drawn, s, t) => (t == null ? '–' : (this.data.series[s - 1].values[t] ?? '–').toLocaleString('en')),
        })),
      ],
    };
  }
}
