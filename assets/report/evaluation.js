"use strict";
// The confusion matrix of the report: drawn on a canvas, zoomed by wheel and keys; a cell shows its pictures.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const canvas = document.querySelector(".board canvas");
  const board = document.querySelector(".board");
  const tip = document.querySelector(".tip");
  const aside = document.querySelector(".stage aside");
  const paint = canvas.getContext("2d");

  const NONE = data.names.length;
  const LARGEST = 130; // pixels of a cell when all of it fits
  const SMALLEST = 7; // pixels of a cell below which the matrix rather grows beyond the window's height
  const CLOSEST = 64; // pixels of a cell that zooming leads to at least
  const FONT = "system-ui, sans-serif";
  const order = data.order; // the class at each place, from the left and from the top
  const places = new Map(order.map((index, place) => [index, place]));
  const count = order.length;
  const nameOf = (index) => (index === NONE ? data.none : data.names[index]);

  const cells = new Map(); // row * count + column, both places, to pictures
  const totals = new Array(count).fill(0); // pictures of each row
  for (const [truth, answer, pictures] of data.cells) {
    const row = places.get(truth);
    cells.set(row * count + places.get(answer), pictures);
    totals[row] += pictures;
  }
  const at = (row, column) => cells.get(row * count + column) || 0;

  const view = { size: 1, fit: 1, x: 0, y: 0, left: 0, top: 0, flat: false };
  let hovered = null;
  let chosen = null;

  // --- drawing ---------------------------------------------------------------------------------------------------

  const colours = {};
  function readColours() {
    const probe = document.createElement("i");
    document.body.append(probe);
    for (const name of ["ink", "grey", "line", "raised", "shade", "blue", "red"]) {
      probe.style.color = `var(--${name})`;
      colours[name] = getComputedStyle(probe).color;
    }
    probe.remove();
  }

  const width = () => canvas.clientWidth;
  const height = () => canvas.clientHeight;

  function measure() {
    paint.font = `600 13px ${FONT}`;
    const widest = Math.max(...order.map((index) => paint.measureText(nameOf(index)).width));
    view.left = Math.min(widest + 16, 190, board.clientWidth * 0.3);
    const across = board.clientWidth - view.left - 12;
    view.flat = Math.min(LARGEST, across / count) >= widest + 10;
    view.top = view.flat ? 44 : Math.min(widest + 16, 190);
    const tallest = document.fullscreenElement ? innerHeight - 32 : Math.max(420, innerHeight * 0.85);
    view.fit = Math.min(LARGEST, across / count, Math.max(SMALLEST, (tallest - view.top - 12) / count));
    canvas.style.height = `${Math.ceil(view.top + view.fit * count + 12)}px`;
    const ratio = devicePixelRatio || 1;
    canvas.width = Math.round(width() * ratio);
    canvas.height = Math.round(height() * ratio);
  }

  function visible(offset, room) {
    const first = Math.max(0, Math.floor(-offset / view.size));
    return [first, Math.min(count, Math.ceil((room - offset) / view.size))];
  }

  function clipped(x, y, across, down, draw) {
    paint.save();
    paint.beginPath();
    paint.rect(x, y, across, down);
    paint.clip();
    draw();
    paint.restore();
  }

  function draw() {
    const ratio = devicePixelRatio || 1;
    paint.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint.clearRect(0, 0, width(), height());
    const across = width() - view.left;
    const down = height() - view.top;
    clipped(view.left, view.top, across, down, () => drawCells(across, down));
    clipped(0, view.top - 8, view.left, down + 8, () => drawNames(down, view.y, false));
    clipped(view.left - 8, 0, across + 8, view.top, () => drawNames(across, view.x, true));
    paint.fillStyle = colours.grey;
    paint.font = `11px ${FONT}`;
    paint.textAlign = "right";
    paint.textBaseline = "alphabetic";
    paint.fillText("got →", view.left - 6, view.top - 22);
    paint.fillText("is ↓", view.left - 6, view.top - 6);
  }

  function drawCells(across, down) {
    const { size } = view;
    const side = size * count;
    const x = view.left + view.x;
    const y = view.top + view.y;
    const gap = size >= 8 ? 1 : 0;
    paint.fillStyle = colours.shade;
    paint.fillRect(x, y, side, side);
    const [firstRow, lastRow] = visible(view.y, down);
    const [firstColumn, lastColumn] = visible(view.x, across);
    const mark = hovered || chosen;
    if (mark) {
      paint.fillRect(x, y + mark[0] * size, side, size);
      paint.fillRect(x + mark[1] * size, y, size, side);
    }
    paint.textAlign = "center";
    paint.textBaseline = "middle";
    for (const [key, pictures] of cells) {
      const row = Math.floor(key / count);
      const column = key % count;
      if (row < firstRow || row >= lastRow || column < firstColumn || column >= lastColumn) continue;
      const share = pictures / totals[row];
      const strength = 0.18 + 0.82 * Math.sqrt(share); // a root keeps single pictures visible
      paint.globalAlpha = strength;
      paint.fillStyle = row === column ? colours.blue : colours.red;
      paint.fillRect(x + column * size, y + row * size, Math.max(1, size - gap), Math.max(1, size - gap));
      paint.globalAlpha = 1;
      drawCount(pictures, strength, x + (column + 0.5) * size, y + (row + 0.5) * size);
    }
    if (chosen) {
      paint.strokeStyle = colours.ink;
      paint.lineWidth = 2;
      paint.strokeRect(x + chosen[1] * size - 1, y + chosen[0] * size - 1, size + 1, size + 1);
    }
  }

  function drawCount(pictures, strength, x, y) {
    const text = pictures.toLocaleString("en");
    const font = Math.min(15, view.size * 0.45);
    if (font < 8 || text.length * font * 0.6 > view.size - 2) return;
    paint.font = `${font}px ${FONT}`;
    paint.fillStyle = strength > 0.6 ? colours.raised : colours.ink;
    paint.fillText(text, x, y);
  }

  function elided(text, room) {
    if (paint.measureText(text).width <= room) return text;
    let end = text.length;
    while (end > 1 && paint.measureText(`${text.slice(0, end)}…`).width > room) end -= 1;
    return `${text.slice(0, end)}…`;
  }

  // Names beside the rows, or above the columns. Where there is no room for each, those in the mark stand alone there.
  function drawNames(room, offset, above) {
    const font = Math.max(9, Math.min(13, view.size * 0.8));
    const step = Math.max(1, Math.ceil((font + 2) / view.size));
    const mark = hovered || chosen;
    const marked = mark ? mark[above ? 1 : 0] : -1;
    const [first, last] = visible(offset, room);
    for (let place = first - (first % step); place < last; place += step) {
      const isNear = marked >= 0 && step > 1 && Math.abs(place - marked) * view.size < font + 3;
      if (place !== marked && !isNear) drawName(place, offset, above, font, false);
    }
    if (marked >= 0) drawName(marked, offset, above, Math.max(12, font), true);
  }

  function drawName(place, offset, above, font, bold) {
    const middle = offset + (place + 0.5) * view.size;
    paint.save();
    paint.font = `${bold ? "600 " : ""}${font}px ${FONT}`;
    paint.fillStyle = bold ? colours.ink : colours.grey;
    paint.textBaseline = "middle";
    const text = nameOf(order[place]);
    if (above && view.flat) {
      paint.textAlign = "center";
      paint.fillText(elided(text, view.size), view.left + middle, view.top - 14);
    } else if (above) {
      paint.translate(view.left + middle, view.top - 8);
      paint.rotate(-Math.PI / 2);
      paint.textAlign = "left";
      paint.fillText(elided(text, view.top - 12), 0, 0);
    } else {
      paint.textAlign = "right";
      paint.fillText(elided(text, view.left - 12), view.left - 8, view.top + middle);
    }
    paint.restore();
  }

  // --- zooming ---------------------------------------------------------------------------------------------------

  function settle() {
    const bounded = (offset, room) => Math.min(0, Math.max(offset, Math.min(0, room - view.size * count)));
    view.x = bounded(view.x, width() - view.left - 12);
    view.y = bounded(view.y, height() - view.top - 12);
    draw();
  }

  function zoom(factor, x, y) {
    const size = Math.min(Math.max(view.size * factor, view.fit), Math.max(CLOSEST, 2 * view.fit));
    const scale = size / view.size;
    view.x = x - view.left - (x - view.left - view.x) * scale;
    view.y = y - view.top - (y - view.top - view.y) * scale;
    view.size = size;
    settle();
  }

  function zoomHere(factor) {
    const [row, column] = chosen || [(height() - view.top) / 2 / view.size, (width() - view.left) / 2 / view.size];
    zoom(factor, view.left + view.x + (column + 0.5) * view.size, view.top + view.y + (row + 0.5) * view.size);
  }

  function showAll() {
    view.size = view.fit;
    view.x = 0;
    view.y = 0;
    settle();
  }

  function bringInto(row, column) {
    const into = (offset, place, room) => {
      const start = place * view.size + offset;
      if (start < 0) return offset - start;
      return start + view.size > room ? offset - (start + view.size - room) : offset;
    };
    view.x = into(view.x, column, width() - view.left - 12);
    view.y = into(view.y, row, height() - view.top - 12);
  }

  // --- a cell and its pictures -----------------------------------------------------------------------------------

  const percent = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`;
  const number = (value) => value.toLocaleString("en");

  function sentence(row, column) {
    const pictures = at(row, column);
    const [truth, answer] = [nameOf(order[row]), nameOf(order[column])];
    if (!totals[row]) return `There are no pictures of ${truth}.`;
    const share = `${number(pictures)} of ${number(totals[row])} (${percent(pictures, totals[row])})`;
    if (row === column) return `${truth}: ${share} are right`;
    if (order[column] === NONE) return `${truth} ${data.several ? "missed" : "rejected"}: ${share}`;
    if (data.several) return `${answer} given wrongly: ${share}`;
    return `${truth} taken for ${answer}: ${share}`;
  }

  function element(tag, text, kind) {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }

  function choose(row, column, near) {
    chosen = [row, column];
    if (near && view.size < 18) view.size = Math.max(view.fit, 18);
    bringInto(row, column);
    settle();
    canvas.setAttribute("aria-label", sentence(row, column));
    const [truth, answer] = [order[row], order[column]];
    const own = data.pictures.filter((picture) => picture[0] === truth && picture[1] === answer);
    const title = row === column ? `${nameOf(truth)}, rightly` : `${nameOf(truth)} → ${nameOf(answer)}`;
    aside.replaceChildren(element("h3", title), element("p", `${sentence(row, column)}.`, "quiet"));
    const back = row === column ? 0 : at(column, row);
    if (back) {
      const turn = element("button", `The other way round: ${number(back)}`);
      turn.addEventListener("click", () => choose(column, row));
      aside.append(turn);
    }
    showPictures(own, at(row, column));
  }

  function showPictures(own, all) {
    const grid = element("div", "", "pictures");
    const names = [];
    for (const [, , nearest, score, file, thumbnail] of own) {
      if (!thumbnail) {
        names.push(file);
        continue;
      }
      const figure = element("figure");
      const image = element("img");
      image.src = `data:image/jpeg;base64,${thumbnail}`;
      image.alt = image.title = file;
      const caption = element("figcaption", `${score.toFixed(2)} · ${file.split("/").pop()}`);
      caption.title = `${file}: nearest is ${nameOf(nearest)}, score ${score.toFixed(3)}`;
      figure.append(image, caption);
      grid.append(figure);
    }
    aside.append(grid);
    if (names.length) {
      const more = element("details");
      more.append(element("summary", `${number(names.length)} more by name`));
      const list = element("ul", "", "names");
      list.append(...names.map((file) => element("li", file)));
      more.append(list);
      aside.append(more);
    }
    if (all > own.length) aside.append(element("p", `${number(all - own.length)} more are not in this page.`, "quiet"));
  }

  // --- mouse and keys --------------------------------------------------------------------------------------------

  function cellAt(event) {
    const box = canvas.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left - view.left - view.x) / view.size);
    const row = Math.floor((event.clientY - box.top - view.top - view.y) / view.size);
    const inside = event.clientX - box.left >= view.left && event.clientY - box.top >= view.top;
    return inside && row >= 0 && row < count && column >= 0 && column < count ? [row, column] : null;
  }

  function showTip(event) {
    tip.hidden = !hovered;
    if (!hovered) return;
    tip.textContent = sentence(...hovered);
    const box = board.getBoundingClientRect();
    const x = event.clientX - box.left + 14;
    const y = event.clientY - box.top + 14;
    tip.style.left = `${Math.max(0, Math.min(x, box.width - tip.offsetWidth - 6))}px`;
    tip.style.top = `${y + tip.offsetHeight > box.height ? y - tip.offsetHeight - 24 : y}px`;
  }

  let dragged = null;
  canvas.addEventListener("pointerdown", (event) => {
    dragged = { x: event.clientX, y: event.clientY, moved: false };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (dragged && event.buttons) {
      const [x, y] = [event.clientX - dragged.x, event.clientY - dragged.y];
      if (dragged.moved || Math.hypot(x, y) > 4) {
        view.x += x;
        view.y += y;
        dragged = { x: event.clientX, y: event.clientY, moved: true };
        hovered = null;
        settle();
      }
    } else {
      hovered = cellAt(event);
      draw();
    }
    showTip(event);
  });
  canvas.addEventListener("pointerup", (event) => {
    const cell = dragged && !dragged.moved ? cellAt(event) : null;
    dragged = null;
    if (cell) choose(...cell);
  });
  canvas.addEventListener("pointerleave", () => {
    hovered = null;
    tip.hidden = true;
    draw();
  });
  canvas.addEventListener(
    "wheel",
    (event) => {
      // the page scrolls past the matrix; who clicked into it wants to zoom
      if (!event.ctrlKey && document.activeElement !== canvas) return;
      event.preventDefault();
      const box = canvas.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
    },
    { passive: false },
  );

  function step(down, right, jumps) {
    let [row, column] = chosen || [0, 0];
    if (chosen) {
      do {
        row += down;
        column += right;
      } while (jumps && row >= 0 && row < count && column >= 0 && column < count && !at(row, column));
    }
    if (row >= 0 && row < count && column >= 0 && column < count) choose(row, column);
  }

  const pairs = data.cells
    .filter(([truth, answer]) => truth !== answer)
    .sort((one, two) => two[2] - one[2])
    .map(([truth, answer]) => [places.get(truth), places.get(answer)]);
  function walk(by) {
    const now = chosen ? pairs.findIndex(([row, column]) => row === chosen[0] && column === chosen[1]) : -1;
    const next = now < 0 ? 0 : (now + by + pairs.length) % pairs.length;
    if (pairs.length) choose(...pairs[next], true);
  }

  const keys = {
    ArrowUp: (event) => step(-1, 0, event.ctrlKey),
    ArrowDown: (event) => step(1, 0, event.ctrlKey),
    ArrowLeft: (event) => step(0, -1, event.ctrlKey),
    ArrowRight: (event) => step(0, 1, event.ctrlKey),
    "+": () => zoomHere(1.4),
    "=": () => zoomHere(1.4),
    "-": () => zoomHere(1 / 1.4),
    0: showAll,
    n: () => walk(1),
    p: () => walk(-1),
  };
  canvas.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.metaKey || event.altKey) return;
    event.preventDefault();
    act(event);
  });

  const tools = {
    in: () => zoomHere(1.6),
    out: () => zoomHere(1 / 1.6),
    all: showAll,
    full: () => (document.fullscreenElement ? document.exitFullscreen() : board.requestFullscreen()),
  };
  for (const button of document.querySelectorAll("[data-tool]")) {
    button.addEventListener("click", tools[button.dataset.tool]);
  }
  document.getElementById("find").addEventListener("change", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    const place = order.findIndex((index) => nameOf(index).toLowerCase() === wanted);
    if (place >= 0) choose(place, place, true);
  });
  for (const button of document.querySelectorAll("[data-cell]")) {
    button.addEventListener("click", () => {
      const [row, column] = button.dataset.cell.split(",").map((index) => places.get(Number(index)));
      choose(row, column, true);
      document.getElementById("matrix").scrollIntoView({ behavior: "smooth" });
    });
  }

  // --- tables that can be sorted ---------------------------------------------------------------------------------

  for (const table of document.querySelectorAll("table.sorted")) {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    heads.forEach((head, column) => {
      const button = element("button", head.textContent);
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const rises = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", rises ? "ascending" : "descending");
        const of = (row) => row.cells[column];
        const compare = (one, two) =>
          "v" in of(one).dataset
            ? of(one).dataset.v - of(two).dataset.v
            : of(one).textContent.localeCompare(of(two).textContent, "en", { numeric: true });
        const rows = [...body.rows].sort((one, two) => (rises ? compare(one, two) : compare(two, one)));
        body.append(...rows);
      });
    });
  }

  // --- light and dark --------------------------------------------------------------------------------------------

  function repaint() {
    readColours();
    draw();
  }
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", repaint);
  document.querySelector(".theme").addEventListener("click", () => {
    const root = document.documentElement;
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : scheme.matches;
    root.dataset.theme = isDark ? "light" : "dark";
    repaint();
  });

  function lay() {
    const isWhole = view.size <= view.fit;
    measure();
    readColours();
    if (isWhole) showAll();
    else zoom(1, view.left, view.top);
  }
  addEventListener("resize", lay);
  document.addEventListener("fullscreenchange", lay);
  lay();
  if (pairs.length) choose(...pairs[0]);
  else if (count) choose(0, 0);
})();
