/** Our few icons, drawn on a grid of 24. They decorate: the words beside them, or an aria-label, speak. */
const PATHS = {
  home: "M4 11l8-7 8 7M6 10v10h12V10M10 20v-6h4v6",
  chart: "M4 4v16h16M7 15l4-5 3 3 5-7",
  help: "M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 17.5v.1M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-4 3-6 8-6s8 2 8 6",
  people:
    "M9 5a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM3 20c0-3.500 2-5 6-5s6 1.500 6 5M16 5a3.500 3.500 0 0 1 0 7M17 15c3 .3 4 2 4 5",
  building: "M5 21V5l8-2v18M13 9h6v12M3 21h18M8 8h2M8 12h2M8 16h2M16 13h.1M16 17h.1",
  key: "M8 12a4 4 0 1 0 0 6 4 4 0 0 0 0-6zM11 14l9-9M17 8l3 3M14 11l2 2",
  loan: "M4 6h16v12H4zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM7 9v.1M17 15v.1",
  shield: "M12 3l8 3v6c0 5-3.500 8-8 9-4.500-1-8-4-8-9V6zM9 12l2 2 4-4",
  calculator: "M6 3h12v18H6zM9 7h6M9 12h.1M12 12h.1M15 12h.1M9 16h.1M12 16h.1M15 16h.1",
  bank: "M3 9l9-6 9 6zM5 9v9M10 9v9M14 9v9M19 9v9M3 21h18",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5M8 14h.1M12 14h.1M16 14h.1M8 17h.1M12 17h.1",
  scale: "M12 4v16M7 20h10M5 7h14M5 7l-3 7h6zM19 7l-3 7h6z",
  speech: "M4 5h16v11H10l-4 4v-4H4z",
  percent: "M6 18L18 6M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM16 14a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  inbox: "M3 13l3-8h12l3 8v6H3zM3 13h6l1 3h4l1-3h6",
  fork: "M4 12h5l7-7M9 12l7 7M12 5h4v4M12 19h4v-4",
  book: "M5 4h14v16H5zM9 4v16M12 8h4M12 12h4",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.1M4 12h.1M4 18h.1",
  dashboard: "M4 4h7v9H4zM13 4h7v5h-7zM13 11h7v9h-7zM4 15h7v5H4z",
  letter: "M3 6h18v12H3zM3 7l9 7 9-7",
  file: "M6 3h8l4 4v14H6zM14 3v4h4M9 13h6M9 17h6",
  settings: "M4 7h10M18 7h2M4 17h2M10 17h10M16 5v4M8 15v4",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.500 1.500M17.500 17.500L19 19M5 19l1.500-1.500M17.500 6.500L19 5",
  moon: "M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10z",
  halfSun: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  logout: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
  check: "M5 12l5 5 9-10",
  cross: "M6 6l12 12M18 6L6 18",
  dot: "M12 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  warning: "M12 4l9 16H3zM12 10v4M12 17v.1",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5M12 8v.1",
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  sort: "M8 9l4-4 4 4M8 15l4 4 4-4",
  right: "M9 5l7 7-7 7",
  left: "M15 5l-7 7 7 7",
  download: "M12 4v11M7 11l5 5 5-5M4 20h16",
  columns: "M4 5h16v14H4zM9.500 5v14M14.500 5v14",
  filter: "M4 5h16l-6 8v6l-4-2v-4z",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
  bookmark: "M7 3h10v18l-5-4-5 4z",
  group: "M4 5h16M8 10h12M8 15h12M4 20h16",
  edit: "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
  trash: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
  copy: "M8 8h12v12H8zM16 8V4H4v12h4",
  print: "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
  language: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
  refresh: "M20 11a8 8 0 1 0-2 6M20 4v7h-7",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
