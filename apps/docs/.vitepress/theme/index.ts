// The default theme in the reader's own fonts: nothing is fetched for a letter.
import Theme from "vitepress/theme-without-fonts";
import "./kunna.css";

export default Theme;
