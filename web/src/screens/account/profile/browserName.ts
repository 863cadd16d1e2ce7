/** What people call the browser that presents itself so; the order matters: most claim to be others too. */
const BROWSERS = [
  ["Edg/", "Edge"],
  ["OPR/", "Opera"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;
const SYSTEMS = [
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Android", "Android"],
  ["Windows", "Windows"],
  ["Mac OS X", "Mac"],
  ["Linux", "Linux"],
] as const;

export function browserName(presented: string): string | null {
  const browser = BROWSERS.find(([mark]) => presented.includes(mark))?.[1];
  const system = SYSTEMS.find(([mark]) => presented.includes(mark))?.[1];
  return [browser, system].filter(Boolean).join(", ") || null;
}
