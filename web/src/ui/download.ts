/** Hand the browser a file that was made, or fetched, in the page. */
export function download(name: string, content: BlobPart, kind: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: `${kind};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
