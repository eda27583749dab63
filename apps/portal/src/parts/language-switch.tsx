import { type Language, languages, useTexts } from "../texts/use-texts.tsx";

export function LanguageSwitch() {
  const { t, language, setLanguage } = useTexts();
  return (
    <select
      className="language"
      aria-label={t.language}
      value={language}
      onChange={(event) => setLanguage(event.target.value as Language)}
    >
      {Object.entries(languages).map(([code, name]) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </select>
  );
}
