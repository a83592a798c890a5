// uPlot in the place of the server's drawing, over the data of the table below it.
import uPlot from "uplot";

const SHORT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

interface Data {
  names: string[];
  columns: uPlot.AlignedData;
  words: string[];
}

function read(table: HTMLTableElement): Data {
  const names = [...table.tHead!.rows[0]!.cells].slice(1).map((cell) => cell.innerText.trim());
  const rows = [...table.tBodies[0]!.rows].map((row) => ({
    at: Number(row.dataset["at"]),
    words: row.cells[0]!.innerText,
    numbers: [...row.cells].slice(1).map((cell) => {
      const value = cell.dataset["value"];
      return value ? Number(value) : null;
    }),
  }));
  rows.sort((one, other) => one.at - other.at);
  const columns = [rows.map((row) => row.at), ...names.map((_, at) => rows.map((r) => r.numbers[at] ?? null))];
  return { names, columns: columns as uPlot.AlignedData, words: rows.map((row) => row.words) };
}

function tip(place: HTMLElement, data: Data): uPlot.Plugin {
  const box = document.createElement("div");
  box.className = "chart-tip";
  box.hidden = true;
  place.append(box);
  const setCursor = (plot: uPlot): void => {
    const at = plot.cursor.idx;
    box.hidden = at === null || at === undefined || (plot.cursor.left ?? -1) < 0;
    if (box.hidden || at === null || at === undefined) return;
    const head = document.createElement("span");
    head.className = "hint";
    head.textContent = data.words[at] ?? "";
    const lines = data.names.flatMap((name, series) => {
      if (!plot.series[series + 1]?.show) return [];
      const made = document.createElement("div");
      const swatch = document.createElement("span");
      swatch.className = `swatch series-${Math.min(series + 1, 9)}`;
      const value = document.createElement("b");
      const number = data.columns[series + 1]?.[at];
      value.textContent = number === null || number === undefined ? "–" : number.toLocaleString("en");
      made.append(swatch, name, value);
      return [made];
    });
    box.replaceChildren(head, ...lines);
    const left = (plot.cursor.left ?? 0) + plot.bbox.left / devicePixelRatio;
    const right = left > place.clientWidth / 2;
    box.style.left = right ? "" : `${left + 12}px`;
    box.style.right = right ? `${place.clientWidth - left + 12}px` : "";
  };
  return { hooks: { setCursor } };
}

// `16:00`; with its day at the begin and at midnight, as the server writes it.
function axisWords(_plot: uPlot, splits: number[]): string[] {
  const step = (splits[1] ?? 0) - (splits[0] ?? 0);
  return splits.map((seconds, at) => {
    const moment = new Date(seconds * 1000);
    const [weekday, day] = moment.toUTCString().split(" ");
    const clock = moment.toISOString().slice(11, step % 60 ? 19 : 16);
    if (step >= 86400) return `${weekday} ${day}`.replace(",", "");
    return at === 0 || clock.startsWith("00:00") ? `${weekday} ${day} · ${clock}`.replace(",", "") : clock;
  });
}

function options(place: HTMLElement, data: Data): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const font = `11px ${style.getPropertyValue("--sans")}`;
  const axis = { stroke: colour("text-3"), font, ticks: { show: false } };
  const kind = place.dataset["chart"];
  const series = data.names.map((label, at) => {
    const stroke = colour(at < 8 ? `chart-${at + 1}` : "text-3");
    const paths = kind === "bars" ? { paths: uPlot.paths.bars!({ size: [0.8, 40] }), fill: stroke } : {};
    return { label, stroke, width: 1.5, points: { show: false }, ...(at > 7 ? { dash: [4, 3] } : {}), ...paths };
  });
  return {
    width: place.clientWidth,
    height: place.clientHeight,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { y: { range: (_plot, _low, high) => [0, (high || 1) * 1.05] } },
    axes: [
      { ...axis, grid: { show: false }, size: 24, space: 90, values: axisWords },
      {
        ...axis,
        size: 40,
        grid: { stroke: colour("line"), width: 1 },
        values: (_plot, splits) => splits.map((split) => SHORT.format(split)),
      },
    ],
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), place.dataset["zone"] ?? "UTC"),
    series: [{}, ...series],
    plugins: [tip(place, data)],
  };
}

function startLegend(plot: uPlot): void {
  const buttons = [...document.querySelectorAll<HTMLElement>("[data-series]")];
  for (const button of buttons) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const own = Number(button.dataset["series"]);
      buttons.forEach((other, at) => {
        const shows = event.altKey ? at + 1 === own : at + 1 === own ? !plot.series[own]?.show : null;
        if (shows === null) return;
        plot.setSeries(at + 1, { show: shows });
        other.setAttribute("aria-pressed", String(shows));
      });
    });
  }
}

function loadStyles(): Promise<void> {
  const address = document.querySelector<HTMLElement>("[data-chart-styles]")?.dataset["chartStyles"];
  if (!address || document.querySelector(`link[href="${address}"]`)) return Promise.resolve();
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  return new Promise((done) => {
    link.onload = () => done();
    document.head.append(link);
  });
}

export async function takeOver(): Promise<void> {
  const place = document.querySelector<HTMLElement>("[data-chart]");
  const table = document.querySelector<HTMLTableElement>("#result-table");
  if (!place || !table || place.querySelector(".uplot")) return;
  const data = read(table);
  if (!data.words.length || !data.names.length) return;
  await loadStyles();
  place.querySelector("svg")?.remove();
  const plot = new uPlot(options(place, data), data.columns, place);
  new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: place.clientHeight })).observe(place);
  startLegend(plot);
}
