// The page works without this file; with it, components get their keyboard and focus behaviour.
import {
  Button,
  CharacterCount,
  Checkboxes,
  createAll,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  isSupported
} from "govuk-frontend";

const components = [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink
];

function start(scope) {
  for (const component of components) createAll(component, undefined, scope);
}

if (isSupported()) start(document);

// What htmx swaps in gets the same behaviour.
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body && isSupported()) start(event.detail.elt);
});
