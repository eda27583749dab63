import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { tellHeight } from "./frame.ts";
import { takeSession } from "./session.ts";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/pages.css";
import "./styles/review.css";
import "./styles/course.css";

const place = document.getElementById("kunna");
if (!place) throw new Error("The shell has no #kunna.");
const session = takeSession();
tellHeight(place, session?.frame?.parentOrigin);
createRoot(place).render(
  <StrictMode>
    <App session={session} />
  </StrictMode>,
);
