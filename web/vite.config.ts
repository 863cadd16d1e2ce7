import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The platform that `npm run dev` speaks to.
const platform = process.env.PRETS_ADDRESS ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  // The gateway writes a fresh nonce here in each answer: Mantine's <style> elements carry it.
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    outDir: process.env.CLIENT_FOLDER ?? "dist",
    emptyOutDir: true,
    target: "es2022",
    manifest: true,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_000,
  },
  server: { proxy: { "/api": platform, "/docs": platform } },
});
