import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import "./styles.css";

const place = document.getElementById("portal");
if (!place) throw new Error("index.html has no #portal.");
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
