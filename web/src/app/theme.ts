/** The look: one blue, one teal, system fonts, and greys dark enough to be read by everyone (WCAG AA). */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const blue: MantineColorsTuple = [
  "#eef4fb",
  "#d9e6f4",
  "#afcae8",
  "#82adde",
  "#5d93d3",
  "#4480c7",
  "#2f6ab0",
  "#235591",
  "#17375e",
  "#102846",
];

const red: MantineColorsTuple = [
  "#fef3f2",
  "#fee4e2",
  "#fecdca",
  "#fda29b",
  "#f97066",
  "#e5493c",
  "#c9302a",
  "#b42318",
  "#912018",
  "#7a271a",
];

export const theme = createTheme({
  primaryColor: "blue",
  primaryShade: { light: 7, dark: 6 },
  colors: { blue, red },
  defaultRadius: "md",
  fontFamily: "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  headings: { fontWeight: "650", sizes: { h1: { fontSize: "1.75rem" }, h2: { fontSize: "1.3rem" } } },
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    // Nearly every field is required: the few that are not say so in words.
    InputWrapper: { defaultProps: { withAsterisk: false } },
    // What a badge or a button says is read to its end: neither is cut, and a long button takes a second line.
    Alert: { styles: { body: { minWidth: 0 } } },
    Badge: {
      defaultProps: { tt: "none" },
      styles: { root: { overflow: "visible", flexShrink: 0 }, label: { overflow: "visible" } },
    },
    Button: {
      styles: {
        root: { height: "auto", minHeight: "var(--button-height)", maxWidth: "100%" },
        inner: { minHeight: "calc(var(--button-height) - 2px)" },
        label: { whiteSpace: "normal", overflow: "visible" },
      },
    },
  },
});

/** Of each colour that says something (badges, alerts): words and ground by day, words and ground by night. */
const TINTS = {
  red: ["#912018", "#fee4e2", "#ffc9c4", "#4a1714"],
  orange: ["#8a3c00", "#ffecdb", "#ffd3ad", "#42230b"],
  yellow: ["#6b4e00", "#fff4d6", "#ffe8a3", "#3d2f0a"],
  green: ["#1b6e3c", "#e2f6e9", "#a6e9bf", "#123322"],
  teal: ["#0b5f46", "#ddf7ee", "#9be7cf", "#0d3329"],
  gray: ["#3f464d", "#eceff1", "#d5d9dd", "#33383d"],
} as const;

/** Mantine's own greys and tints for texts do not reach a contrast of 4.5. */
export const readableColours: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#4f565d",
    "--mantine-color-placeholder": "#666d74",
    "--mantine-color-error": "#b42318",
    "--mantine-color-anchor": "#235591",
    ...tints(0),
  },
  dark: {
    "--mantine-color-dimmed": "#b8bcc2",
    "--mantine-color-placeholder": "#a0a5ab",
    "--mantine-color-error": "#ff9b94",
    "--mantine-color-anchor": "#8db9ec",
    ...tints(2),
  },
});

function tints(first: 0 | 2): Record<string, string> {
  return Object.fromEntries(
    Object.entries(TINTS).flatMap(([colour, tones]) => [
      [`--mantine-color-${colour}-light-color`, tones[first]],
      [`--mantine-color-${colour}-light`, tones[first === 0 ? 1 : 3]],
    ]),
  );
}
