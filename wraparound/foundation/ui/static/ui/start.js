/*! Contains govuk-frontend 6.6.0, MIT licence: see LICENCE-govuk-frontend.txt */
(()=>{"noModule"in HTMLScriptElement.prototype&&document.body.classList.add("js-enabled","govuk-frontend-supported");})();
