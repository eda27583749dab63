import { scriptOf } from "./html.ts";

/**
 * What both pages of platform storage do (1EdTech LTI postMessage Storage 0.1; the messages of LTI Client Side postMessages
 * 0.1): ask the frame that the platform named, at the origin of its authorization endpoint, and believe an answer from there alone.
 */
const ask = `
  function ask(message, wait, done) {
    var root = document.getElementById("lti").dataset;
    var near = window.parent !== window ? window.parent : window.opener;
    var frame = null;
    try { frame = near && root.target !== "_parent" ? near.frames[root.target] : near; } catch (error) { frame = null; }
    if (!root.target || !frame) return done(null);
    var timer = setTimeout(function () { finish(null); }, wait);
    // Again until it is answered: the frame may be younger than this page, and then hears nothing yet.
    var again = setInterval(send, 200);
    function send() { frame.postMessage(message, root.origin); }
    function finish(answer) {
      clearTimeout(timer);
      clearInterval(again);
      window.removeEventListener("message", listen);
      done(answer);
    }
    function listen(event) {
      var data = event.data;
      if (event.origin !== root.origin || event.source !== frame) return;
      if (typeof data !== "object" || data === null || data.message_id !== message.message_id) return;
      if (data.subject !== message.subject + ".response") return;
      finish(data.error ? null : data);
    }
    window.addEventListener("message", listen);
    send();
  }`;

/** Keeps the secret with the platform, then goes on; with neither that nor cookies, it shows the button. */
export const keepScript = scriptOf(`(function () {
  "use strict";${ask}
  var root = document.getElementById("lti").dataset;
  var cookies = document.cookie.indexOf(root.probe) >= 0;
  var message = { subject: "lti.put_data", message_id: root.key + "-put", key: root.key, value: root.secret };
  ask(message, cookies ? 1000 : 4000, function (answer) {
    if (cookies || answer) return window.location.replace(root.next);
    document.getElementById("wait").hidden = true;
    document.getElementById("blocked").hidden = false;
    document.getElementById("open").focus();
  });
})();`);

/** Asks the platform for the secret, and posts the launch again with what came, which may be nothing. */
export const fetchScript = scriptOf(`(function () {
  "use strict";${ask}
  var root = document.getElementById("lti").dataset;
  var form = document.getElementById("launch");
  ask({ subject: "lti.get_data", message_id: root.key + "-get", key: root.key }, 4000, function (answer) {
    ask({ subject: "lti.put_data", message_id: root.key + "-end", key: root.key, value: null }, 1000, function () {});
    form.elements.lti_storage_secret.value = answer && typeof answer.value === "string" ? answer.value : "";
    form.submit();
  });
})();`);
