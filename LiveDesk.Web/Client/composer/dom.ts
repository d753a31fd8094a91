type Attributes = Record<string, string | boolean | undefined>;

/** An element with attributes and children. Text is text: nothing here ever parses HTML. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: (Node | string | null)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

const SHAPES = {
  reply: "M9 7 4 12l5 5M4 12h10a6 6 0 0 1 6 6v1",
  note: "M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z",
  bold: "M7 5h6a3.5 3.5 0 0 1 0 7H7zM7 12h7a3.5 3.5 0 0 1 0 7H7z",
  italic: "M10 5h7M7 19h7M14 5l-4 14",
  heading: "M6 5v14M18 5v14M6 12h12",
  bullets: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  numbers: "M10 6h10M10 12h10M10 18h10M4 5l1.5-1v5M3.5 15.5a1.3 1.3 0 1 1 2.3 1L3.5 20h2.8",
  quote: "M5 6v12M9 8h11M9 12h11M9 16h7",
  code: "m9 8-4 4 4 4M15 8l4 4-4 4",
  codeBlock: "M4 5h16v14H4zM10 9l-3 3 3 3M14 9l3 3-3 3",
  link: "M10 14a4 4 0 0 0 6 .4l2.6-2.6a4 4 0 0 0-5.7-5.7L11.5 7.500M14 10a4 4 0 0 0-6-.4l-2.6 2.6a4 4 0 0 0 5.7 5.700L12.5 16.5",
  attach: "m20 11-8.5 8.500a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.700l-8.5 8.500a1.7 1.7 0 0 1-2.4-2.400L14.5 7",
  saved: "m5 12.5 4.5 4.500L19 7.5",
  saving: "M12 4v4M12 16v4M4 12h4M16 12h4",
  offline: "M4 4l16 16M8.5 15.500a5 5 0 0 1 7 0M5.5 12a9.5 9.5 0 0 1 4-2.300M14 9.600a9.5 9.5 0 0 1 4.5 2.400M12 19h.01",
  review: "M4 5h16v11H9l-5 4zM8 10.500l2.5 2.500L15 8.500",
  down: "m6 9 6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  canned: "M4 5h16v14H4zM14 8l-4 8",
  file: "M7 3h7l5 5v13H7zM14 3v5h5",
} as const;

export type Shape = keyof typeof SHAPES;

export function icon(shape: Shape): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false", class: "composer-icon" })) svg.setAttribute(name, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[shape]);
  svg.append(path);
  return svg;
}
