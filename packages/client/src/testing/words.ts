/** Swedish and English, as in an organisation that works in both. */
export const people = [
  "Åsa Lindqvist",
  "Oliver Hughes",
  "Nils Bergström",
  "Grace Okafor",
  "Maja Sjöberg",
  "Samuel Wright",
  "Elin Öberg",
  "Priya Nair",
  "Karim Haddad",
  "Saga Nyström",
  "Harriet Cole",
  "Björn Åkesson",
  "Amina Yusuf",
  "Johan Ekdahl",
  "Charlotte Price",
  "Leila Rahimi",
];

export const teams = ["Product", "Ward 4", "Kundtjänst", "Field service"];

export const programs = [
  { title: "Data literacy at work", modules: ["Asking with data", "Reading charts", "Deciding on evidence"] },
  { title: "Information security", modules: ["Knowing what to protect", "Phishing", "When it has happened"] },
  { title: "Patient safety", modules: ["Handovers", "Medication", "Learning from incidents"] },
  { title: "First-line leadership", modules: ["Setting expectations", "Difficult talks", "Coaching at work"] },
  { title: "AI in practice", modules: ["Choosing the task", "Prompting and checking", "Responsible use"] },
];

/** What each module asks for: work, someone who saw it, and a thought about it (R2). */
export const requirements = [
  { kind: "APPLIED_TASK", title: "Do it on a real task", key: "apply-at-work" },
  { kind: "OBSERVATION", title: "Be seen doing it", key: "observed-at-work" },
  { kind: "REFLECTION", title: "Reflect on it", key: "reflection" },
];

export const sentences = [
  "I used it in last week's planning, and we changed the order of two deliveries.",
  "It took longer than I thought; next time I will begin with the question.",
  "Vi gick igenom det med hela gruppen, och två av rutinerna ändrades.",
  "Clear, and done on a real task.",
  "The handover was shorter, and nothing had to be asked again.",
];

export const files = ["handover-notes.pdf", "dashboard.png", "reflektion.docx", "observation-form.pdf"];
