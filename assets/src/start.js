// First thing in the body, so that nothing that scripts will hide is seen for a moment.
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
}
